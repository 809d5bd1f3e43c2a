"""The yearly series behind the article's figures, in the units each source uses."""

from tallystick.pandera import By, Key, Period, Quantity, TableModel, Unit


class Output(TableModel, table="data/tables/output.csv", measure="aluminum_output", ids="output_{country}_{year}"):
    """Primary aluminum by country and year."""

    country: str = Key()
    year: str = Period(str_matches=r"^\d{4}$")
    amount: str = Quantity(unit_column="unit")
    unit: str = Unit()
    publisher: str = By()


class Imports(TableModel, table="data/tables/imports.csv", measure="aluminum_supply", ids="imports_{exporter}_{year}"):
    """US imports of aluminum by origin; `all` is every origin."""

    exporter: str = Key()
    importer: str = Key()
    year: str = Period(str_matches=r"^\d{4}$")
    amount: str = Quantity(unit_column="unit")
    unit: str = Unit()
    publisher: str = By()


class RareEarths(TableModel, table="data/tables/rare_earths.csv", ids="{column}_{country}"):
    """Reserves at the end of a year, and mine production in it, as rare earth oxide."""

    country: str = Key()
    year: str = Period(str_matches=r"^\d{4}$")
    reserves_mt: str = Quantity(measure="reserves", unit="Mt", nullable=True)
    production_t: str = Quantity(measure="mine_production", unit="t/year", nullable=True)
