"""The verbs a pack may name: those of the ledger (§11), told here because rules stand lowest."""

_COMPLAINT = """
receive register ask supplement proceed accept refuse transfer guide settle dispatch investigate
find conclude propose agree object reconcile deadlock resolve call_back close reopen rehandle
appeal decide_appeal withdraw merge unmerge report_news report_result attach_external pause
resume extend file_extension hand_over archive unlock escalate
acknowledge identify classify prioritise annotate contact report_progress expedite add_evidence
reveal warn breach recompute request approve decline lapse hold release flag_malice decide_malice
try_call score invite decline_surveys pay_remedy reverse_payment export_evidence erase
join_outage leave_outage outage_moved outage_over
"""
_ORDER = """
order_create order_accept order_return order_reassign order_assign order_miss order_contact
order_appoint order_reschedule order_ask_window order_depart order_arrive order_work order_block
order_fix order_verify order_confirm order_done order_cancel
order_convert
"""
_BESIDE = """
register_appeal reinvestigate implement_appeal close_appeal
rectify join_rectification leave_rectification report_rectification plan_rectification
assign_rectification approve_rectification
do_rectification evidence_rectification verify_rectification check_effect close_rectification
check_external object_external draft_reply approve_reply reply_external external_accepted
external_returned external_scored
"""
VERBS = frozenset((_COMPLAINT + _ORDER + _BESIDE).split())
