"""Random valid values: names, sentences, addresses, places, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

Pool = Mapping[str, tuple[str, ...]]

_FIRST: Pool = {
    "en": ("Amara", "Björn", "Chloe", "Dmitri", "Esther", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lucía"),
    "zh": ("赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"),
}  # fmt: skip
_LAST: Pool = {
    "en": ("Abernathy", "Brandt", "O'Connor", "Delacroix", "Eriksson", "Fitzgerald", "Grünwald", "Hashimoto"),
    "zh": ("文静", "建国", "晓明", "志强", "若兰", "海燕", "思远", "佳怡"),
}  # fmt: skip
_THING: Pool = {
    "en": ("price list", "stock file", "night shift rota", "courier invoice", "newsletter", "returns desk", "price board",
           "loading bay", "gift card", "audit folder", "summer catalogue", "spare part"),
    "zh": ("价目表", "库存表", "夜班排班", "快递账目", "会员周报", "退货台", "价格牌", "装卸区", "礼品券", "审计资料", "夏季目录",
           "备件"),
}  # fmt: skip
_DO: Pool = {
    "en": ("Compare", "Count", "Renew", "Approve", "Publish", "Collect", "Archive", "Correct"),
    "zh": ("核对", "清点", "更新", "审批", "发布", "收集", "归档", "更正"),
}
_FORMS: Pool = {
    "en": ("{do} the {thing} with the shop in street {n} by {h}:30", "{do} {n} lines of the {thing}, then call the depot",
           "{thing} no. {n} is ready when the depot confirms it", "At least {n} of the {thing} entries, every {h} days",
           "{do} the {thing} (batch {n}); if it fails, {do2} the one before"),
    "zh": ("每月{h}号前{do}第{n}批{thing}，完成后通知仓库", "{do}{thing}共{n}行，再打电话给仓库", "仓库确认后第{n}号{thing}才算完成",
           "{thing}至少{n}条，每{h}天一次", "先{do}{thing}（第{n}批），失败就{do2}上一批"),
}  # fmt: skip
_PLACES: Pool = {
    "en": ("https://wiki.example.com/p/{n}", "S:\\operations\\{n}.xlsx", "Room 2.{n}, cabinet B", "\\\\files\\shared\\{n}",
           "SharePoint, site Operations, folder {n}", "https://drive.example.com/d/{n}"),
    "zh": ("https://wiki.example.com/p/{n}", "共享盘 S:\\运营\\{n}.xlsx", "2号楼{n}室3柜", "公司云文档/运营/{n}", "企业微信微盘/运营/{n}",
           "\\\\files\\运营\\{n}"),
}  # fmt: skip
_PHONES = ("+44 20 7946 {n:04d}", "020 7946 {n:04d}", "(020) 7946 {n:04d}", "020 7946 {n:04d} ext. 12", "+86 139 0000 {n:04d}",
           "139-0000-{n:04d}", "1390000{n:04d}", "021-5888{n:04d}", "021-5888{n:04d}转12", "4{n:03d}", "+1 212 555 {n:04d}",
           "+49 30 1234{n:04d}; 0171 234{n:04d}", "139 0000 {n:04d}（手机）")  # fmt: skip
_URLS = ("https://bi.example.com/{n}", "http://10.0.0.5:8080/{n}", "www.example.com/{n}", "bi.example.com/stock?page={n}",
         "https://例子.example.com/{n}", "intranet.example.com")  # fmt: skip
_EMAILS = ("p{n}@example.com", "P.{n}@Shop.Example.co.uk", "Ann Lee <ann{n}@example.com>", "a{n}@example.com; b{n}@example.com",
           "team-{n}@mail.example.cn", "o'neil{n}@example.com")  # fmt: skip


def names(language: str, count: int, rng: Random) -> list[str]:
    """Persons, each once."""
    glue = " " if language == "en" else ""
    every = [glue.join((a, b)) for a in _FIRST[language] for b in _LAST[language]]
    return rng.sample(every, count)


def sentence(language: str, rng: Random) -> str:
    """A sentence that says something."""
    form = rng.choice(_FORMS[language])
    do, other = rng.sample(_DO[language], 2)
    text = form.format(
        do=do,
        do2=other.lower(),
        thing=rng.choice(_THING[language]),
        n=rng.randint(2, 9999),
        h=rng.randint(2, 22),
    )
    return text[0].upper() + text[1:]


def title(language: str, number: int, rng: Random) -> str:
    """A short name, like no other."""
    glue = " " if language == "en" else ""
    return glue.join((rng.choice(_DO[language]), rng.choice(_THING[language]), f"{number:03d}"))


def long_text(language: str, rng: Random) -> str:
    """One to three lines."""
    return "\n".join(sentence(language, rng) for _ in range(rng.randint(1, 3)))


def place(language: str, rng: Random) -> str:
    """Where others can find something."""
    return rng.choice(_PLACES[language]).format(n=rng.randint(10, 9999))


def address(kind: str, rng: Random) -> str:
    """A phone number, web address or e-mail address."""
    ways = {"phone": _PHONES, "url": _URLS, "email": _EMAILS}[kind]
    return rng.choice(ways).format(n=rng.randint(100, 999))
