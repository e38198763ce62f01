"""A seeded generator of letters to complain with: made up, and always the same.

How often a word is said is known, because the cost of a search depends on it: ``SAID`` names words
that stand in every tenth letter, in every hundredth, in one of some thousands, and in none.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from jiesu.cases.intake.contact import Intake

PEOPLE = 200_000
"""Customers who may write. Some do so again: that is what repeats and duplicates are judged by."""
BEGAN = datetime(2024, 11, 1, 1, 0, tzinfo=UTC)
SPAN = timedelta(days=720)
SAID = {
    "10 %": ("掉线", "光猫", "移机", "红灯", "卡顿", "合约"),
    "1 %": ("风筝", "琴行", "茶楼", "渔港", "诊所", "菜场"),
    "0.04 %": ("桂竹", "梅溪", "松岭", "荷塘", "云泉", "柳堤"),
    "none": ("恐龙", "火箭"),
}

_WHEN = (
    "昨天晚上", "这个星期", "上个月底", "国庆以后", "搬家以来", "每天八点", "下雨之后", "今天早上",
)  # fmt: skip
_FIRST = "桂梅松荷云柳竹兰菊枫桐槐榆杏桃李莲芳翠碧金银玉珠锦绣福禄康宁安泰和顺祥瑞景明朝晖"
_SECOND = "竹溪岭塘泉堤园苑庭轩阁湖湾滨江河海山谷峰林坡桥坊里巷街城郡府邸居庐村庄屯寨港渡"
_NEAR = (
    "风筝广场", "琴行", "茶楼", "渔港", "诊所", "菜场", "邮局", "书店", "花店", "车站", "码头",
    "粮站", "戏台", "祠堂", "牌坊", "水塔", "窑厂", "纱厂", "糖厂", "盐仓", "木行", "药铺", "布庄",
    "钟楼", "鼓楼", "庙会", "渡口", "磨坊", "油坊", "酒厂", "染坊", "石场", "砖窑", "船坞", "灯塔",
    "气象站", "苗圃", "鱼市", "马场", "球馆", "泳池", "棋社", "画廊", "剧院", "影城", "展馆",
    "法院", "学堂", "幼儿园", "图书馆", "体育馆", "博物馆", "加油站", "收费站", "变电站", "水文站",
    "林场", "果园", "蜂场", "牧场", "稻田", "蔗地", "虾塘", "蟹池", "盐田", "礁石", "沙滩", "栈桥",
    "索道", "隧道", "涵洞", "堤坝", "闸口", "泵房", "锅炉房", "配电房", "车库", "天台", "连廊",
)  # fmt: skip
_WHAT = (
    "宽带经常掉线,一晚上要断七八次,重启也没有用",
    "网速很慢,签约五百兆,有线测速只有八十兆",
    "光猫坏了,完全上不了网,打电话没有人来",
    "墙上的盒子红灯一直亮着,换了网线还是一样",
    "预约了师傅上门装机,等了一天都没有人联系",
    "这个月账单多扣了三十元增值业务费,我没有办理过",
    "看视频一直转圈卡顿,玩游戏延迟很高",
    "装维师傅态度很差,还要求我给十分好评",
    "移机已经申请两个星期,一直没有人来办理",
    "合约到期以后恢复原价,没有任何人提醒过我",
)
_MORE = (
    "之前已经打过两次客服电话,每次都说会安排,但是没有结果。",
    "家里老人需要用网络看病挂号,非常着急。",
    "我已经保留了测速截图和通话录音,可以随时提供。",
    "希望你们认真对待,不要再推来推去。",
    "同一栋楼的邻居也有同样的问题。",
)
_WISH = ("尽快修好", "退还多扣的费用", "给出书面答复", "派人上门检查", "给一个明确的时间")


def letters(count: int, seed: int = 20261124) -> Iterator[Intake]:
    """``count`` letters, the same for the same seed."""
    dice = random.Random(seed)
    for _ in range(count):
        yield letter(dice)


def letter(dice: random.Random) -> Intake:
    """One letter of some 60 to 200 characters; every twentieth comes from the smaller city."""
    who, there = dice.randrange(PEOPLE), dice.random() < 0.05
    return Intake(
        channel="web",
        description=_told(dice),
        desired_outcome=dice.choice(_WISH),
        name=dice.choice("赵钱孙李周吴郑王冯陈") + "女士",
        phone=f"13{who * 4_567 + 1:09}",
        account=f"{'0668' if there else '0759'}{who:08}",
        region="440900" if there else "440800",
    )


def _told(dice: random.Random) -> str:
    parts = [
        dice.choice(_WHEN),
        f"{dice.choice(_FIRST)}{dice.choice(_SECOND)}{dice.randint(1, 30)}号楼",
        f"({dice.choice(_NEAR)}旁边)",
        dice.choice(_WHAT),
    ]
    return "".join(parts) + "。" + "".join(dice.sample(_MORE, dice.randint(1, 4)))
