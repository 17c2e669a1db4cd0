"""The triggers that keep anybody from changing or removing an entry, and how they are put aside."""

from __future__ import annotations

REFUSAL = "an entry of the history is never changed or removed"

SQLITE_GUARD = tuple(
    f"CREATE TRIGGER IF NOT EXISTS history_entry_refuses_{event.lower()} BEFORE {event} ON history_entry"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END;"
    for event in ("UPDATE", "DELETE")
)
SQLITE_OFF = tuple(
    f"DROP TRIGGER IF EXISTS history_entry_refuses_{event.lower()};" for event in ("UPDATE", "DELETE")
)

POSTGRESQL_GUARD = (
    "CREATE OR REPLACE FUNCTION history_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;",
    "CREATE TRIGGER history_entry_refuses BEFORE UPDATE OR DELETE ON history_entry"
    " FOR EACH ROW EXECUTE FUNCTION history_entry_refuses();",
    "CREATE TRIGGER history_entry_refuses_truncate BEFORE TRUNCATE ON history_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION history_entry_refuses();",
)
POSTGRESQL_REMOVAL = (
    "DROP TRIGGER IF EXISTS history_entry_refuses_truncate ON history_entry;",
    "DROP TRIGGER IF EXISTS history_entry_refuses ON history_entry;",
    "DROP FUNCTION IF EXISTS history_entry_refuses();",
)
POSTGRESQL_OFF = ("ALTER TABLE history_entry DISABLE TRIGGER USER;",)
POSTGRESQL_ON = ("ALTER TABLE history_entry ENABLE TRIGGER USER;",)
