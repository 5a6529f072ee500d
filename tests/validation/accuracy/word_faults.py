"""Faults of what the words say: phrases, no one named, copies, places, jumps, secrets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from handover_xlsx.values.periods import is_period

from .faults import Fault, fault, free, maker, put
from .semantics import needed
from .story import Cell, Story

_PHRASES = {
    "en": ("TBD", "tbd.", "To be confirmed", "see attachment", "Please see attached", "See above", "as discussed",
           "Same as above", "(to do)", "xxx", "ditto", "Work in progress", "will follow", "just ask Ada Moss",
           "as usual!", "see wiki", "see e-mail", "lorem ipsum", "coming soon …"),
    "zh": ("同上", "同上。", "详见附件", "见群文件", "已同步", "已口头交接", "问老王", "找陈浩", "大家都知道", "待补充",
           "（待定）", "照旧", "〃", "后续补充！", "ＴＢＤ", "略", "已沟通。", "以后再补", "按惯例"),
}  # fmt: skip
_EMPTY = ("-", "n/a", "...", "/", "无", "ok", "test", "不详", "N.A.", "——", "暂无", "Unknown")


@maker("Q101")
def placeholder(story: Story, rng: Random) -> Fault | None:
    """A phrase that says nothing; or a sign for nothing where something is required."""
    cell = rng.choice(free(story, "text", "long", "place"))
    required = needed(story.item(cell), story.rows[cell.section][cell.row])
    hints = "".join(story.item(cell).hint.values())
    signs = _EMPTY if required and "“" not in hints else ()
    raw = rng.choice((*_PHRASES[story.language], *signs))
    return fault(story, "Q101", {cell: put(raw)}, [("Q101", cell)])


_NOBODY = {
    "en": ("the team", "Everybody", "HR", "Finance department", "my successor", "relevant colleagues", "the new person",
           "IT", "someone", "management"),
    "zh": ("相关同事", "大家", "财务部", "接手人", "负责人", "运营同学", "供应商", "专人", "相关部门", "领导"),
}  # fmt: skip


def _persons(story: Story) -> list[Cell]:
    cells = free(story, "text", "ref", person=True)
    return [cell for cell in cells if not story.item(cell).unique]


@maker("Q102")
def no_one_named(story: Story, rng: Random) -> Fault | None:
    """A group or a role where one person should be named."""
    cell = rng.choice(_persons(story))
    return fault(story, "Q102", {cell: put(rng.choice(_NOBODY[story.language]))}, [("Q102", cell)])


@maker("Q103")
def several_named(story: Story, rng: Random) -> Fault | None:
    """Two persons where one should be named."""
    cell = rng.choice(_persons(story))
    one, other = rng.sample([str(row["name"]) for row in story.rows["contacts"]], 2)
    by = rng.choice(
        {"en": (" / ", " and ", ", ", "; ", " & "), "zh": ("、", "和", "/", "，", "；")}[
            story.language
        ]
    )
    return fault(story, "Q103", {cell: put(f"{one}{by}{other}")}, [("Q103", cell)])


@maker("Q104")
def example_left(story: Story, rng: Random) -> Fault | None:
    """The template's example, in either language."""
    cell = rng.choice(free(story, "text", "long", "place", "url"))
    text = rng.choice(list(story.item(cell).example.values()))
    wide = sum(2 if c > "\u2e7f" else 1 for c in text)
    if wide < 40:  # a short one comes true by chance
        return None
    mark = ("example", cell.section, cell.field)
    return fault(story, "Q104", {cell: put(text)}, [("Q104", cell)], claims=[mark])


_COPIES = {
    "en": (
        "Do everything that is needed for this.",
        "Look at it and decide what to do with it.",
        "It works as one would expect.",
    ),
    "zh": (
        "完成本项所需的全部工作内容。",
        "看一下，再决定怎么处理就行。",
        "按要求认真做好各项相关工作。",
    ),
}


@maker("Q110")
def pasted_down(story: Story, rng: Random) -> Fault | None:
    """One text pasted into three rows of a column, or more."""
    column = rng.choice([(c.section, c.field) for c in free(story, "long")])
    cells = [c for c in free(story, "long") if (c.section, c.field) == column]
    if len(cells) < 3:
        return None
    cells = sorted(rng.sample(cells, rng.randint(3, len(cells))))
    text = rng.choice(_COPIES[story.language])
    own = [("Q110", cell) for cell in cells[1:]]
    return fault(story, "Q110", {c: put(text) for c in cells}, own, claims=[("copies", *column)])


def _placed(
    code: str, raws: Mapping[str, Sequence[str]], types: Sequence[str] = ("place",)
) -> None:
    """A maker that puts one of some texts into any cell of some types."""

    @maker(code)
    def make(story: Story, rng: Random) -> Fault | None:
        cell = rng.choice(free(story, *types))
        return fault(story, code, {cell: put(rng.choice(raws[story.language]))}, [(code, cell)])


_placed("Q120", {
    "en": ("C:\\Users\\hannah\\report.xlsx", "D:\\ops", "Desktop", "on my desktop, folder Reports", "my laptop",
           "/Users/hannah/Documents/plan.xlsx", "file:///C:/ops/plan.xlsx", "USB stick in the drawer", "~/plan.xlsx"),
    "zh": ("桌面“对账”文件夹", "我电脑D盘", "U盘", "移动硬盘", "C:\\Users\\shen\\周报.xlsx", "本机下载目录", "我的电脑"),
})  # fmt: skip
_placed("Q121", {
    "en": ("my Google Drive", "WhatsApp group", "iCloud", "https://drive.google.com/drive/my-drive", "my mailbox",
           "https://onedrive.live.com/?id=1", "personal Dropbox"),
    "zh": ("百度网盘", "我的网盘/运营", "微信收藏", "在微信里", "文件传输助手", "私人邮箱", "https://pan.baidu.com/s/1abc"),
})  # fmt: skip


@maker("Q140")
def sudden_jump(story: Story, rng: Random) -> Fault | None:
    """A figure ten times and more what it was, and no word about it."""
    row = rng.randrange(len(story.rows["kpi_history"]))
    values = story.rows["kpi_history"][row]
    figures = {p: float(values[p]) for p in values if is_period(p)}
    if min(figures.values()) <= 0 or max(figures.values()) > 3 * min(figures.values()):
        return None  # figures that scatter by nature
    period = rng.choice(sorted(figures))
    cell = Cell("kpi_history", row, period)
    puts = {
        cell: put(figures[period] * rng.randint(25, 300)),
        Cell("kpi_history", row, "note"): put(None),
    }
    return fault(story, "Q140", puts, [("Q140", cell)])


def _password(rng: Random) -> str:
    letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
    return (
        "".join(rng.choices(letters, k=4))
        + str(rng.randint(1000, 9999))
        + rng.choice("!#$%")
        + "Kq"
    )


_FORMS = {
    "en": ("Orders and returns. Password: {}", "Log in as ops, pwd: {}", "The password is {} for everybody",
           "Shared by all; PW = {}", "Use the key sk_live_{0}{0}{0} for exports", "https://ops:{}@files.example.com/list"),
    "zh": ("管理社群，密码：{}", "登录密码是{}", "账号ops，口令：{}", "初始密码 {} 没改过", "导出用密钥 sk_live_{0}{0}{0}",
           "https://ops:{}@files.example.com/list"),
}  # fmt: skip


@maker("P101")
def secret(story: Story, rng: Random) -> Fault | None:
    """A password or a key in a sentence."""
    cell = rng.choice(free(story, "text", "long"))
    form, word = rng.choice(_FORMS[story.language]), _password(rng)
    plain = "".join(c for c in word if c.isalnum()) if "sk_" in form or "://" in form else word
    return fault(story, "P101", {cell: put(form.format(plain))}, [("P101", cell)])


def _identity(rng: Random) -> str:
    digits = f"{rng.choice(('110105', '310104', '440305', '510107'))}{rng.randint(1950, 2005)}"
    digits += f"{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"
    weights = [2 ** (17 - i) % 11 for i in range(17)]
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return digits + "10X98765432"[rest]


def _card(rng: Random) -> str:
    digits = (
        rng.choice(("622202", "621700", "411111", "550000")) + f"{rng.randint(0, 10**9 - 1):09d}"
    )
    doubled = [int(d) * 2 for d in digits[::-2]]
    total = sum(d - 9 if d > 9 else d for d in doubled) + sum(map(int, digits[-2::-2]))
    digits += str(-total % 10)
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4)) if rng.random() < 0.5 else digits


def _iban(rng: Random) -> str:
    account = f"{rng.randint(10**17, 10**18 - 1)}"
    check = 98 - int(account + "131400") % 97
    return f"DE{check:02d}{account}"


@maker("P102")
def identity_number(story: Story, rng: Random) -> Fault | None:
    """Someone's identity-card number."""
    cell = rng.choice(free(story, "text", "long"))
    form = rng.choice(
        {"en": ("Deliveries, ID {}", "{}"), "zh": ("送货，身份证 {}", "身份证号：{}")}[
            story.language
        ]
    )
    return fault(story, "P102", {cell: put(form.format(_identity(rng)))}, [("P102", cell)])


@maker("P103")
def bank_number(story: Story, rng: Random) -> Fault | None:
    """The number of a card or an account."""
    cell = rng.choice(free(story, "text", "long"))
    form = rng.choice(
        {"en": ("Pay to {}", "Invoices, account {}"), "zh": ("货款打到 {}", "收款卡 {}")}[
            story.language
        ]
    )
    number = _card(rng) if rng.random() < 0.6 else _iban(rng)
    return fault(story, "P103", {cell: put(form.format(number))}, [("P103", cell)])
