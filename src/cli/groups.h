/* The functions of the commands, by group. Each takes a parsed command line and prints its result. */
#ifndef CLI_GROUPS_H
#define CLI_GROUPS_H

#include <cordon/base.h>

struct cli_context;

cordon_status help_run(struct cli_context *cli);
cordon_status count_run_command(struct cli_context *cli);
cordon_status count_convert_run(struct cli_context *cli);
cordon_status count_rules_run(struct cli_context *cli);
cordon_status count_verify_run(struct cli_context *cli);
cordon_status economy_check_run(struct cli_context *cli);
cordon_status lp_solve_run(struct cli_context *cli);
cordon_status lp_verify_run(struct cli_context *cli);
cordon_status plan_run(struct cli_context *cli);
cordon_status plan_explain_run(struct cli_context *cli);
cordon_status plan_verify_run(struct cli_context *cli);
cordon_status plan_alternatives_run(struct cli_context *cli);
cordon_status plan_ballot_run(struct cli_context *cli);
cordon_status plan_propose_run(struct cli_context *cli);
cordon_status plan_check_run(struct cli_context *cli);
cordon_status plan_done_run(struct cli_context *cli);
cordon_status plan_list_run(struct cli_context *cli);
cordon_status plan_show_run(struct cli_context *cli);
cordon_status plan_tasks_run(struct cli_context *cli);
cordon_status plan_changes_run(struct cli_context *cli);
cordon_status plan_answers_run(struct cli_context *cli);
cordon_status plan_report_run(struct cli_context *cli);
cordon_status economy_snapshot_run(struct cli_context *cli);
cordon_status economy_import_run(struct cli_context *cli);
cordon_status economy_multipliers_run(struct cli_context *cli);

cordon_status serve_run(struct cli_context *cli);
cordon_status init_run(struct cli_context *cli);
cordon_status key_new_run(struct cli_context *cli);
cordon_status key_show_run(struct cli_context *cli);
cordon_status key_list_run(struct cli_context *cli);
cordon_status invite_run(struct cli_context *cli);
cordon_status join_run(struct cli_context *cli);
cordon_status key_rotate_run(struct cli_context *cli);
cordon_status key_revoke_run(struct cli_context *cli);
cordon_status key_restore_run(struct cli_context *cli);
cordon_status key_node_run(struct cli_context *cli);
cordon_status cite_run(struct cli_context *cli);
cordon_status introduce_run(struct cli_context *cli);
cordon_status tell_run(struct cli_context *cli);
cordon_status carry_run(struct cli_context *cli);
cordon_status act_run_command(struct cli_context *cli);
cordon_status acts_run(struct cli_context *cli);
cordon_status batch_run(struct cli_context *cli);
cordon_status enrol_run(struct cli_context *cli);
cordon_status forget_run(struct cli_context *cli);
cordon_status backup_run(struct cli_context *cli);
cordon_status share_run(struct cli_context *cli);
cordon_status share_rules_run(struct cli_context *cli);
cordon_status body_run(struct cli_context *cli);
cordon_status roll_run(struct cli_context *cli);
cordon_status seats_run(struct cli_context *cli);
cordon_status mandate_run(struct cli_context *cli);
cordon_status decisions_run(struct cli_context *cli);
cordon_status decision_run(struct cli_context *cli);
cordon_status elections_run(struct cli_context *cli);
cordon_status election_run(struct cli_context *cli);
cordon_status votes_run(struct cli_context *cli);
cordon_status choice_run(struct cli_context *cli);
cordon_status calls_run(struct cli_context *cli);
cordon_status minutes_run(struct cli_context *cli);
cordon_status register_run(struct cli_context *cli);
cordon_status roll_verify_run(struct cli_context *cli);
cordon_status supply_allocate_run(struct cli_context *cli);
cordon_status supply_difference_run(struct cli_context *cli);
cordon_status supply_merge_run(struct cli_context *cli);
cordon_status supply_bundle_run(struct cli_context *cli);
cordon_status supply_enter_run(struct cli_context *cli);
cordon_status supply_reenter_run(struct cli_context *cli);
cordon_status supply_hubs_run(struct cli_context *cli);
cordon_status supply_drawn_run(struct cli_context *cli);
cordon_status supply_stock_run(struct cli_context *cli);
cordon_status supply_ledger_run(struct cli_context *cli);
cordon_status supply_draw_run(struct cli_context *cli);
cordon_status supply_message_run(struct cli_context *cli);
cordon_status supply_print_run(struct cli_context *cli);
cordon_status supply_token_run(struct cli_context *cli);
cordon_status supply_duplicates_run(struct cli_context *cli);
cordon_status supply_enrol_run(struct cli_context *cli);
cordon_status supply_households_run(struct cli_context *cli);
cordon_status supply_outlets_run(struct cli_context *cli);
cordon_status supply_goods_run(struct cli_context *cli);
cordon_status supply_entitlements_run(struct cli_context *cli);
cordon_status supply_cycles_run(struct cli_context *cli);
cordon_status supply_deliveries_run(struct cli_context *cli);
cordon_status supply_watch_run(struct cli_context *cli);
cordon_status supply_verify_run(struct cli_context *cli);
cordon_status supply_why_run(struct cli_context *cli);
cordon_status supply_ceilings_run(struct cli_context *cli);
cordon_status supply_reports_run(struct cli_context *cli);
cordon_status supply_complaints_run(struct cli_context *cli);
cordon_status supply_prices_run(struct cli_context *cli);
cordon_status log_run(struct cli_context *cli);
cordon_status receipt_run(struct cli_context *cli);
cordon_status checkpoint_run(struct cli_context *cli);
cordon_status verify_run(struct cli_context *cli);
cordon_status rebuild_run(struct cli_context *cli);
cordon_status export_run(struct cli_context *cli);
cordon_status import_book_run(struct cli_context *cli);

#endif
