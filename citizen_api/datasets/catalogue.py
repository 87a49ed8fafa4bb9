"""Which datasets there are, in which formats, and what one must say who uses them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from citizen_api.problems import Said
from geo.geojson import MEDIA_TYPE as GEOJSON

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "geojson": GEOJSON,
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json",
}
EVERY: Final = tuple(MEDIA_TYPES)
WITHOUT_PLACES: Final = ("csv", "jsonld")


class Licence(NamedTuple):
    """What one may do with a dataset; `id` as SPDX has it."""

    id: str
    address: str


class Dataset(NamedTuple):
    """A dataset; `kind`: of which items of the pack it is made."""

    id: str
    kind: str
    title: Said
    description: Said
    licence: Licence
    attribution: Said
    formats: tuple[str, ...] = EVERY


# Positions were found with the help of OpenStreetMap, whose licence goes with them.
ODBL: Final = Licence("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/")
CC_BY: Final = Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
MAPPED: Final = Said(
    "© những người đóng góp OpenStreetMap (ODbL 1.0); Dịch vụ công dân Hải Phòng và"
    " các nguồn ghi ở từng dòng",
    "© OpenStreetMap contributors (ODbL 1.0); Hải Phòng citizen backend and the sources"
    " named in each row",
)
TOLD: Final = Said(
    "Dịch vụ công dân Hải Phòng và các nguồn ghi ở từng dòng",
    "Hải Phòng citizen backend and the sources named in each row",
)

DATASETS: Final = {
    each.id: each
    for each in (
        Dataset(
            "venues",
            "venues",
            Said("Quán ăn", "Places to eat"),
            Said(
                "Tên, địa chỉ, vị trí, giờ mở cửa (ai nói, khi nào), món, giấy phép và"
                " liên hệ của từng quán.",
                "Name, address, place, opening hours (who said so and when), dishes,"
                " papers and contacts of each venue.",
            ),
            ODBL,
            MAPPED,
        ),
        Dataset(
            "dishes",
            "dishes",
            Said("Món ăn", "Dishes"),
            Said(
                "Tên món bằng nhiều cách viết, và là loại món gì.",
                "Every way to write each dish, and what sort of dish it is.",
            ),
            CC_BY,
            TOLD,
            WITHOUT_PLACES,
        ),
        Dataset(
            "prices",
            "venues",
            Said("Giá món ăn", "Prices of dishes"),
            Said(
                "Món nào ở quán nào giá bao nhiêu, ai nói và khi nào; các nguồn khác"
                " nhau đều được giữ.",
                "What a dish costs at a venue, who said so and when; sources that"
                " differ are all kept.",
            ),
            ODBL,
            MAPPED,
        ),
        Dataset(
            "stations",
            "stations",
            Said("Trạm xe đạp", "Bike stations"),
            Said(
                "Trạm xe đạp công cộng; số xe lúc này có ở /gbfs/3/gbfs.json.",
                "Stations of the public bikes; live counts are at /gbfs/3/gbfs.json.",
            ),
            ODBL,
            MAPPED,
        ),
        Dataset(
            "facilities",
            "facilities",
            Said("Cơ sở khám chữa bệnh", "Health facilities"),
            Said(
                "Nơi khám chữa bệnh; cột invented nói phần nào là giả định.",
                "Where people are treated; the column invented names what is made up.",
            ),
            ODBL,
            MAPPED,
        ),
    )
}
