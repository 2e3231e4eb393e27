/**
 * What the way back of a whole real history leaves otherwise than it was in an empty database, on every major: upstream's own
 * down files leave it, run by hand too. authelia's leave nothing. docs_rs: `20231021111635_initial` makes an extension and
 * does not drop it. openmeter: migrations of data (flat fees, durations of usage periods, gathering details, entitlements)
 * make functions, an extension and a table of their own, which their ways back leave there.
 */
export const LEFT_BEHIND: Readonly<Record<"openmeter" | "authelia" | "docs_rs", readonly string[]>> = {
  openmeter: [
    "extension pgcrypto is left behind",
    "function public.delete_entitlement_on_subscription_item_delete() is left behind",
    "function public.om_func_calc_usage_period_durations_batch(text[], timestamp with time zone) is left behind",
    "function public.om_func_generate_ulid() is left behind",
    "function public.om_func_get_go_normalized_last_iteration_not_after_cutoff(timestamp with time zone, interval, timestamp with time zone) is left behind",
    "function public.om_func_go_add_date_normalized(timestamp with time zone, interval) is left behind",
    "function public.om_func_go_normalize_interval_to_str(timestamp with time zone, timestamp with time zone) is left behind",
    "function public.om_func_update_usage_period_durations_batch(integer, timestamp with time zone) is left behind",
    "table public.om_migration_backup_20260716150455_gathering_details is left behind",
  ],
  authelia: [],
  docs_rs: ["extension fuzzystrmatch is left behind"],
};
