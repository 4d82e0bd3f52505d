import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.util.*;
import org.apache.pdfbox.cos.*;
import org.apache.pdfbox.pdmodel.*;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.*;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.visible.*;
import org.bouncycastle.asn1.*;
import org.bouncycastle.asn1.cms.*;
import org.bouncycastle.asn1.ess.*;
import org.bouncycastle.cert.jcajce.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.operator.jcajce.*;

/** Apache PDFBox with Bouncy Castle: SignPdfBox IN OUT KEYSTORE plain|cades|certified|visible [IMAGE]. */
public class SignPdfBox {
    static PrivateKey key;
    static java.security.cert.Certificate[] chain;

    public static void main(String[] given) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] lock = "x".toCharArray();
        try (InputStream in = new FileInputStream(given[2])) { store.load(in, lock); }
        String alias = store.aliases().nextElement();
        key = (PrivateKey) store.getKey(alias, lock);
        chain = store.getCertificateChain(alias);
        String way = given[3];
        try (PDDocument document = PDDocument.load(new File(given[0]));
             OutputStream out = new FileOutputStream(given[1])) {
            PDSignature value = new PDSignature();
            value.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            value.setSubFilter(way.equals("cades") ? COSName.getPDFName("ETSI.CAdES.detached")
                : PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            value.setName("Le Van Mau");
            value.setReason("Thu nghiem");
            Calendar now = Calendar.getInstance(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
            now.setTimeInMillis(Long.parseLong(System.getProperty("at")));
            value.setSignDate(now);
            if (way.equals("certified")) certify(document, value);
            SignatureOptions options = new SignatureOptions();
            options.setPreferredSignatureSize(6000);
            if (way.equals("visible")) {
                PDVisibleSignDesigner look = new PDVisibleSignDesigner(
                    document, new FileInputStream(given[4]), 1);
                look.xAxis(60).yAxis(600).zoom(-50);
                PDVisibleSigProperties properties = new PDVisibleSigProperties();
                properties.signerName("Le Van Mau").signatureReason("Thu nghiem").page(1)
                    .visualSignEnabled(true).setPdVisibleSignature(look);
                properties.buildSignature();
                options.setVisualSignature(properties);
                options.setPage(0);
            }
            document.addSignature(value, content -> cms(content, way.equals("cades")), options);
            document.saveIncremental(out);
        }
    }

    static void certify(PDDocument document, PDSignature value) {
        COSDictionary how = new COSDictionary();
        how.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
        how.setInt(COSName.P, 2);
        how.setName(COSName.V, "1.2");
        how.setDirect(true);
        COSDictionary reference = new COSDictionary();
        reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
        reference.setName("TransformMethod", "DocMDP");
        reference.setItem("TransformParams", how);
        reference.setDirect(true);
        COSArray all = new COSArray();
        all.add(reference);
        all.setDirect(true);
        value.getCOSObject().setItem("Reference", all);
        COSDictionary root = document.getDocumentCatalog().getCOSObject();
        COSDictionary permissions = new COSDictionary();
        permissions.setItem("DocMDP", value);
        root.setItem(COSName.PERMS, permissions);
        root.setNeedToBeUpdated(true);
        permissions.setNeedToBeUpdated(true);
    }

    static byte[] cms(InputStream content, boolean cades) throws IOException {
        try {
            CMSSignedDataGenerator made = new CMSSignedDataGenerator();
            JcaSignerInfoGeneratorBuilder signer = new JcaSignerInfoGeneratorBuilder(
                new JcaDigestCalculatorProviderBuilder().build());
            X509Certificate own = (X509Certificate) chain[0];
            if (cades) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(own.getEncoded());
                ESSCertIDv2 id = new ESSCertIDv2(digest);
                ASN1EncodableVector more = new ASN1EncodableVector();
                more.add(new org.bouncycastle.asn1.cms.Attribute(
                    org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new DERSet(new SigningCertificateV2(new ESSCertIDv2[] {id}))));
                DefaultSignedAttributeTableGenerator usual =
                    new DefaultSignedAttributeTableGenerator(new AttributeTable(more));
                signer.setSignedAttributeGenerator(parameters ->
                    usual.getAttributes(parameters).remove(CMSAttributes.signingTime));
            }
            made.addSignerInfoGenerator(signer.build(
                new JcaContentSignerBuilder("SHA256withRSA").build(key), own));
            made.addCertificates(new JcaCertStore(Arrays.asList(chain)));
            return made.generate(new CMSProcessableByteArray(content.readAllBytes()), false)
                .getEncoded();
        } catch (GeneralSecurityException | CMSException | org.bouncycastle.operator.OperatorCreationException e) {
            throw new IOException(e);
        }
    }
}
