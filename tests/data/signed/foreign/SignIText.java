import com.itextpdf.text.Rectangle;
import com.itextpdf.text.pdf.*;
import com.itextpdf.text.pdf.security.*;
import java.io.*;
import java.math.BigInteger;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.util.*;
import org.bouncycastle.asn1.*;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.tsp.*;

/** iText 5: SignIText IN OUT KEYSTORE TSA_KEYSTORE WAY FIELD [CRL...]. */
public class SignIText {
    static final char[] LOCK = "x".toCharArray();

    record Key(PrivateKey secret, java.security.cert.Certificate[] chain) {
        static Key of(String file) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = new FileInputStream(file)) { store.load(in, LOCK); }
            String alias = store.aliases().nextElement();
            return new Key((PrivateKey) store.getKey(alias, LOCK), store.getCertificateChain(alias));
        }
    }

    /** A timestamp authority in the same program, so that no network is asked. */
    record Stamper(Key key, Date at) implements TSAClient {
        public int getTokenSizeEstimate() { return 5000; }
        public MessageDigest getMessageDigest() throws GeneralSecurityException {
            return MessageDigest.getInstance("SHA-256");
        }
        public byte[] getTimeStampToken(byte[] imprint) throws Exception {
            TimeStampRequestGenerator asked = new TimeStampRequestGenerator();
            asked.setCertReq(true);
            TimeStampRequest request = asked.generate(TSPAlgorithms.SHA256, imprint, BigInteger.ONE);
            var digests = new JcaDigestCalculatorProviderBuilder().build();
            DigestCalculator sha256 = digests.get(new AlgorithmIdentifier(
                org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256));
            TimeStampTokenGenerator made = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build(
                    "SHA256withECDSA", key.secret(), (X509Certificate) key.chain()[0]),
                sha256, new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"));
            made.addCertificates(new JcaCertStore(Arrays.asList(key.chain())));
            return made.generate(request, BigInteger.TWO, at).getEncoded();
        }
    }

    public static void main(String[] given) throws Exception {
        Security.addProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
        Key key = Key.of(given[2]), authority = Key.of(given[3]);
        String way = given[4], field = given[5];
        Date at = new Date(Long.parseLong(System.getProperty("at")));
        TSAClient stamper = new Stamper(authority, at);
        byte[] pdf = sign(Files.readAllBytes(Path.of(given[0])), key, way, field, at,
            way.startsWith("token") || way.equals("lta") ? stamper : null);
        if (way.equals("lta")) {
            List<byte[]> lists = new ArrayList<>();
            for (int n = 6; n < given.length; n++) lists.add(Files.readAllBytes(Path.of(given[n])));
            pdf = stamped(stored(pdf, field, lists, key, authority), stamper);
        }
        Files.write(Path.of(given[1]), pdf);
    }

    static byte[] sign(byte[] pdf, Key key, String way, String field, Date at, TSAClient stamper)
            throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfReader reader = new PdfReader(pdf);
        PdfStamper stamp = PdfStamper.createSignature(reader, out, '\0', null, !way.equals("whole"));
        PdfSignatureAppearance look = stamp.getSignatureAppearance();
        Calendar now = Calendar.getInstance(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
        now.setTime(at);
        look.setSignDate(now);
        if (reader.getAcroFields().getBlankSignatureNames().contains(field))
            look.setVisibleSignature(field);
        else if (way.equals("visible"))
            look.setVisibleSignature(new Rectangle(60, 60, 220, 110), 1, field);
        else
            look.setVisibleSignature(new Rectangle(0, 0, 0, 0), 1, field);
        look.setReason("Thu nghiem");
        if (way.equals("certified"))
            look.setCertificationLevel(PdfSignatureAppearance.CERTIFIED_FORM_FILLING);
        boolean cades = way.equals("cades") || way.equals("lta");
        MakeSignature.signDetached(look, new BouncyCastleDigest(),
            new PrivateKeySignature(key.secret(), "SHA-256", null), key.chain(), null, null, stamper,
            stamper == null ? 6000 : 0,
            cades ? MakeSignature.CryptoStandard.CADES : MakeSignature.CryptoStandard.CMS);
        return out.toByteArray();
    }

    static byte[] stored(byte[] pdf, String field, List<byte[]> lists, Key key, Key authority)
            throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfStamper stamp = new PdfStamper(new PdfReader(pdf), out, '\0', true);
        LtvVerification evidence = stamp.getLtvVerification();
        List<byte[]> certificates = new ArrayList<>();
        for (Key each : List.of(key, authority))
            for (var one : each.chain()) certificates.add(one.getEncoded());
        evidence.addVerification(field, null, lists, certificates);
        evidence.merge();
        stamp.close();
        return out.toByteArray();
    }

    static byte[] stamped(byte[] pdf, TSAClient stamper) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfStamper stamp = PdfStamper.createSignature(new PdfReader(pdf), out, '\0', null, true);
        LtvTimestamp.timestamp(stamp.getSignatureAppearance(), stamper, "DauThoiGian");
        return out.toByteArray();
    }
}
