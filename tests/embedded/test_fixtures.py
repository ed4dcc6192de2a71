"""The fixtures that every other test stands on."""

import psycopg


def test_a_clone_is_migrated_and_empty(database, connect_as):
    with connect_as("clinic_hub") as connection:
        assert connection.execute("SELECT count(*) FROM clinics").fetchone() == (0,)


def test_two_tests_never_share_data(clinic, database):
    with psycopg.connect(database.dsn) as connection:
        assert connection.execute("SELECT array_agg(id) FROM clinics").fetchone() == ([clinic.id],)
        assert connection.execute("SELECT count(*) FROM device_beds WHERE during @> now()").fetchone() == (4,)
