"""What is a secret and what only speaks of one: sixty cells with one, sixty without."""

from __future__ import annotations

import pytest

from handover_xlsx.workbook.secrets import find_secrets, masked

# text with a secret → the part that must never be shown
SECRET = {
    "Password: Winter2025!hx": "Winter2025!hx",
    "pwd=Qx7-pelican": "Qx7-pelican",
    "admin password: sunshine42": "sunshine42",
    "The password is Blue$Harbour9": "Blue$Harbour9",
    "Passwort/Password = hunter2!": "hunter2!",
    "password “Tr0ub4dor&3” since May": "Tr0ub4dor&3",
    "passcode: 80413377": "80413377",
    "PIN: 4711": "4711",
    "PIN code 93-1x!Za7": "93-1x!Za7",
    "Wifi password Gr33nHouse!": "Gr33nHouse!",
    "Login: larkfield-ops / Winter2025!hx": "Winter2025!hx",
    "account ops@example.com, S3cret#Tea": "S3cret#Tea",
    "user: shop-admin; pw: kL9_pPq2": "kL9_pPq2",
    "secret: 9f8e7d6c5b4a": "9f8e7d6c5b4a",
    "client_secret=Zx8~Q2kfhd73jjd": "Zx8~Q2kfhd73jjd",
    "API key: 3c9d1e77ab": "3c9d1e77ab",
    "api_key = live-8Hq2-zz91": "live-8Hq2-zz91",
    "Access token: 7b2e90cc41d0": "7b2e90cc41d0",
    "AKIAIOSFODNN7EXAMPLE": "AKIAIOSFODNN7EXAMPLE",
    "key for S3 is ASIAIOSFODNN7EXAMPLE, ask IT": "ASIAIOSFODNN7EXAMPLE",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_11ABCDEFG0abcdefghij_klmnop": "github_pat_11ABCDEFG0abcdefghij_klmnop",
    "glpat-xxyyZZ1122334455aabb": "glpat-xxyyZZ1122334455aabb",
    "xoxb-123456789012-abcdefABCDEF": "xoxb-123456789012-abcdefABCDEF",
    "sk-proj-abcdefghijklmnop1234": "sk-proj-abcdefghijklmnop1234",
    "sk_live_51H8x9yAbCdEfGhIj": "sk_live_51H8x9yAbCdEfGhIj",
    "Authorization: Bearer abcdef0123456789abcdef0123": "abcdef0123456789abcdef0123",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.SflKxwRJSMeK": "eyJzdWIiOiIxMjM0NSJ9",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXabcdXXXXabcd": "B00000000/XXXXabcdXXXXabcd",
    "https://api.example.com/v1?token=ab12cd34ef56": "ab12cd34ef56",
    "postgres://shop:Harbour77@db.example.com/orders": "Harbour77",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA75\n-----END RSA PRIVATE KEY-----": "MIIEpAIBAAKCAQEA75",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq": "MIIEvQIBADANBgkq",
    "AIzaSyA1234567890abcdefghijklmnopqrstuv": "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "密码：Abc@1234": "Abc@1234",
    "密码:123456": "123456",
    "后台密码是 Hello2026!": "Hello2026!",
    "登录密码 Qwe#7788": "Qwe#7788",
    "账号 ops01，密码 zhou@8899": "zhou@8899",
    "口令：sesame88": "sesame88",
    "密码统一是Admin@2026，别外传": "Admin@2026",
    "WiFi密码：greenhouse88": "greenhouse88",
    "密钥：a8f3c2d1e9b7": "a8f3c2d1e9b7",
    "令牌=tok_88x2Ka91": "tok_88x2Ka91",
    "授权码：XKJD82HHSL": "XKJD82HHSL",
    "PIN码：8866": "8866",
    "用户名：shop01/Passw0rd!": "Passw0rd!",
    "阿里云 LTAI5tQxExample12345": "LTAI5tQxExample12345",
    "腾讯云 AKIDz8krbsJ5yKBZQpn74WFkmLPx3": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3",
    "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec33": "566cc69da782ec33",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4": "693a91f6-7xxx-4bc4",
    "身份证 11010519491231002X": "11010519491231002X",
    "440308199901101512": "440308199901101512",
    "证件号：110105 19491231 002X": "110105 19491231 002X",
    "110105194912310000": "110105194912310000",
    "卡号 6222 0202 0000 0000 154": "6222 0202 0000 0000 154",
    "card 4111 1111 1111 1111": "4111 1111 1111 1111",
    "Visa 4012888888881881": "4012888888881881",
    "5555-5555-5555-4444": "5555-5555-5555-4444",
    "Mastercard 5105105105105100": "",
    "IBAN DE89 3704 0044 0532 0130 00": "DE89 3704 0044 0532 0130 00",
    "GB82WEST12345698765432": "GB82WEST12345698765432",
    "NL91ABNA0417164300 for the Leeds shop": "NL91ABNA0417164300",
}
HARMLESS = (
    "the wifi password is in the vault",
    "Password: see vault entry “Shop”",
    "Password: ask Marcus Bell",
    "Password: changed every 90 days",
    "password: required",
    "Password: reset by Oliver Grant on request",
    "password: 90 days",
    "Passwords: 12 characters at least",
    "Password policy ISO27001, chapter 9",
    "Password: https://vault.example.com/shop",
    r"passwords: \\files\it\keepass.kdbx",
    "password: KeePass",
    "password changed 2026-11-30",
    "password: INC-20391 is the request",
    "Password reset, ticket INC-20391",
    "Company vault, entry “Northgate portal”",
    "secret: none",
    "The secret of success: short mails",
    "Secret Santa: 12 December",
    "PIN the report to the board",
    "Pin: second drawer, desk 14",
    "token of thanks: flowers",
    "The token expires every 30 days",
    "tokens: 4000 a month at most",
    "API key: kept by Oliver Grant",
    "Key account manager: Ingrid Solheim",
    "Key: cabinet B, second shelf",
    "Login: larkfield-ops",
    "account: larkfield-ops / editor",
    "user: shop-admin, role: editor",
    "commit 4f2d9c0a1b3e5d7f8a9b0c1d2e3f4a5b6c7d8e9f",
    "d41d8cd98f00b204e9800998ecf8427e",
    "ticket NG-2211, parcel 00340434161094021501",
    "+44 20 7946 0141",
    "+86 139 0000 1234",
    "13800001234",
    "order 4111111111111111",
    "Order number: 4012 8888 8888 1881",
    "Orders 20261102000123, 20261102000124",
    "1234567890123456",
    "2026-11-02 to 2026-12-18",
    "ISBN 978-3-16-148410-0",
    "https://bi.example.com/report?id=88172&view=week",
    "https://drive.example.com/file/d/1AbCdEfGhIjKlMnOpQr/view",
    "mail: ops@larkfield.example.com",
    "VAT DE123456789",
    "GB82WEST12345698765431",
    "SG. 200 pieces",
    "skiing holiday, sk-team is away",
    "password manager: 1Password",
    "密码在密码库里",
    "密码：问管理员",
    "密码：见公司密码库“销售看板”",
    "密码每90天换一次",
    "密码8位以上",
    "密码 2026年起每季更换",
    "密码由信息部保管",
    "忘记密码找陈浩",
    "密码保管处：公司密码库",
    "账号：ops01，权限：只读",
    "口令由张磊保管",
    "令牌每30天过期",
    "密钥：由信息部统一管理",
    "订单号 6222020200000000154",
    "运单号 440308199901101513",
    "工单 20261102-000123",
    "110105194913310021",
    "提交记录 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "座机 0571-8888 6666 转 8012",
    "统一社会信用代码 91330100MA27XXXX0K",
)


def test_secrets_are_found_and_nothing_else():
    """Recall and precision of at least 0.95, over cells in both languages."""
    found = [text for text in SECRET if any(find_secrets(text))]
    wrong = [text for text in HARMLESS if any(find_secrets(text))]
    missed = sorted(set(SECRET) - set(found))

    assert len(SECRET) + len(HARMLESS) >= 80
    assert len(found) / len(SECRET) >= 0.95, missed
    assert len(found) / (len(found) + len(wrong)) >= 0.95, wrong


@pytest.mark.parametrize("text", [text for text, part in SECRET.items() if part])
def test_a_secret_is_masked_whole(text):
    """Nothing of it is left to guess from."""
    assert SECRET[text] not in masked(text)
    assert "••••••" in masked(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_shown_as_it_is(text):
    """A false alarm costs trust."""
    assert masked(text) == text
