"""seeding: a plausible fictional year, played by lawful acts of many people. No Qt."""
