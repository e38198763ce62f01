"""Complaints that end while the customer is still on the line, or nearly."""

from stories.telling import Telling, shanghai


def called_back(tell: Telling, **closing: str) -> None:
    """Two days later somebody else asks whether it is solved, and closes."""
    tell.later(hours=48)
    caller = tell.cast.caller
    tell.say(caller, "call_back")
    tell.say(caller, "try_call", reached=True, solved="yes")
    tell.say(caller, "score", score=9)
    told = {"outcome": "SOLVED", "root_cause": "R-DATA", "solution": "X-REMOTE", **closing}
    tell.say(caller, "close", **told)


def test_a_wrong_password_is_put_right_in_one_call(tell: Telling) -> None:
    """§21.2, S2, S37, S109: 691, identity proven, reset, redialled; called back after 48 hours."""
    agent = tell.cast.agent
    case = tell.take(agent, "拨号提示691,密码好像不对,一直连不上网。", case_type="fault")
    assert case["category"] == "N-01-01"
    assert "N01" in tell.letters()
    tell.say(agent, "identify", level="L2", method="N07 短信验证码")
    tell.say(agent, "guide", note="AAA 最近一次:691 密码错误")
    tell.say(agent, "settle", result="已重置密码,重拨成功", confirmed_by="通话录音 C-1")
    assert tell.state == "RESOLVED"
    assert "已重置密码,重拨成功" in tell.letter("N20")
    assert tell.clock("ANSWER")["stopped_at"] == tell.now
    assert tell.clock("FAULT_REPAIR")["stopped_at"] == tell.now
    called_back(tell)
    assert tell.state == "CLOSED"
    assert not tell.ledger("dispatch")
    tell.whole()


def test_an_elderly_user_is_spared_the_steps(tell: Telling) -> None:
    """§21.32, R25: dispatched without any step of self-help; nobody is asked to try first."""
    tell.take(
        tell.cast.agent,
        "光猫LOS灯红了,家里完全上不了网,老人一个人在家。",
        case_type="fault",
        vulnerable="独居老人,视力不便",
    )
    assert tell.sheet()["priority"] in {"P1", "P2"}
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch", note="免自助步骤,直接上门")
    assert tell.state == "IN_PROGRESS"
    assert not tell.ledger("guide")


def test_mail_without_a_telephone_is_asked_for_one_and_then_accepted(tell: Telling) -> None:
    """§21.17, S5, S56, T03, T04: N06 names what is missing; never refused in silence."""
    intake = tell.cast.intake
    case = tell.take(
        intake,
        "上网老是断,请处理,谢谢你们了。",
        channel="email",
        phone="",
        account="",
        address="",
        email="sun@example.cn",
    )
    assert case["state"] == "REGISTERED"
    tell.say(intake, "ask", items=["联系电话", "宽带账号"])
    assert tell.state == "PENDING_INFO"
    assert "联系电话、宽带账号" in tell.letter("N06")
    assert "9月24日 24:00" in tell.letter("N06"), (
        "five working days, the Sunday worked counts (S151)"
    )
    tell.later(days=1)
    tell.say(intake, "supplement", text="电话13800005678,账号075500012301")
    assert tell.state == "REGISTERED"
    tell.say(tell.owner, "accept")
    assert (tell.state, tell.letters()) == ("ACCEPTED", ["N01", "N06", "N03"])
    tell.whole()


def test_silence_is_never_a_reason_to_reject(tell: Telling) -> None:
    """§21.17, T04: after five working days the system itself goes on with what there is."""
    tell.take(tell.cast.intake, "上网老是断,请处理,谢谢你们了。", channel="email", phone="")
    tell.say(tell.cast.intake, "ask", items=["联系电话"])
    tell.at("2026-09-24 23:59")
    tell.keeper()
    assert tell.state == "PENDING_INFO"
    tell.at("2026-09-25 00:01")
    tell.keeper()
    assert tell.state == "REGISTERED"


def test_a_letter_s_clocks_run_from_the_signed_receipt(tell: Telling) -> None:
    """§21.18, S162, S163, C8."""
    tell.at("2026-09-18 09:30")
    tell.take(
        tell.cast.intake,
        "来信:光纤断线后三天没有人上门,附测速截图和合同复印件。",
        channel="letter",
        received_at="2026-09-17T10:00:00+08:00",
        tracking="EMS1234567890CN",
    )
    assert "EMS1234567890CN" in tell.letter("N01L")
    answer = tell.clock("ANSWER", "CN-NATIONAL")
    assert answer["started_at"] == shanghai("2026-09-17 10:00")
    assert answer["due_at"] == shanghai("2026-10-02 24:00")
    assert tell.clock("ACCEPT", "SEED-D")["due_at"] == shanghai("2026-09-18 10:00")


def test_a_post_is_taken_without_a_word_about_the_person(tell: Telling) -> None:
    """§21.19, S166: a holding reply in public, identity in private, then accepted."""
    writer = tell.cast.writer
    case = tell.take(
        writer,
        "@示例宽带 小区断网三天没人管,客服电话也打不通!",
        channel="weibo",
        name="",
        phone="",
        account="",
        address="",
        handle="追光的人",
    )
    assert case["identity_level"] == "L0"
    (public,) = (sent for sent in tell.sheet()["messages"] if sent["reader"] == "public")
    assert (public["template"], public["carrier"], public["to"]) == ("N02", "print", "")
    assert "私信" in tell.letter("N02")
    assert not any(word in tell.letter("N02") for word in ("追光的人", case["number"]))
    assert "追光的人" not in str(case["ledger"] if "ledger" in case else case["record"])
    tell.say(writer, "contact", channel="social", direction="out", reached=True, summary="已私信")
    tell.say(writer, "identify", level="L1", method="私信提供账号与装机地址,核对一致")
    assert tell.sheet()["identity_level"] == "L1"
    tell.say(tell.owner, "accept")
    assert tell.state == "ACCEPTED"


def test_who_comes_to_the_counter_leaves_with_a_paper(tell: Telling) -> None:
    """S55, S164: number, clerk, manager on duty, moment and demand, printed; N01 besides."""
    tell.at("2026-09-18 10:00")
    case = tell.take(
        tell.cast.agent,
        "电话和信都没人理,我来营业厅当面反映:网速一直不达标。",
        channel="counter",
        met="赵经理",
        desired_outcome="修好并减免月租",
    )
    (paper,) = (sent for sent in tell.sheet()["messages"] if sent["template"] == "N01P")
    assert (paper["carrier"], paper["reader"]) == ("print", "counter")
    for word in (case["number"], "李工", "LI", "赵经理", "2026年9月18日 10:01", "修好并减免月租"):
        assert word in tell.letter("N01P")
    assert "N01" in tell.letters()
    tell.whole()
