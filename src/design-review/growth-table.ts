import { words } from '../findings/words';

/** Why a label grows, and how many values it is assumed to have by then. */
export interface Growth {
  /** `10,000 users`: what the number counts. */
  readonly of: string;
  readonly values: number;
  readonly instead: string;
}

interface GrowthRow extends Growth {
  /** How names end, in words: `email` is also about `user_email`. */
  readonly endings: readonly string[];
  /** Whether the name may also be that of a label with templates, which a page tells. */
  readonly orRoutes?: true;
  /** Whether an exporter or an info metric may have the label: it names things that exist. */
  readonly ofThings?: true;
}

const IN_LOGS = 'keep it in logs and traces (an exemplar can point there)';

/** Labels that have a new value with every user, request or moment. The numbers are assumptions for one small service. */
export const GROWTHS: readonly GrowthRow[] = [
  {
    endings: words(`
      user user_id userid username user_name login account account_id account_name account_number
      customer customer_id customer_name client_id owner_id
      member member_id member_name person visitor subscriber recipient sender assignee author
      first_name last_name full_name display_name nickname
    `),
    of: 'users',
    values: 10_000,
    instead: IN_LOGS,
  },
  {
    endings: words('tenant tenant_id org org_id organization organization_id company company_id merchant_id'),
    of: 'tenants',
    values: 1_000,
    instead: IN_LOGS,
    ofThings: true,
  },
  {
    endings: words('uid owner owner_name'),
    of: 'users',
    values: 10_000,
    instead: IN_LOGS,
    ofThings: true,
  },
  {
    endings: words('email mail email_address phone phone_number msisdn imsi imei iccid ssn'),
    of: 'users',
    values: 10_000,
    instead: `${IN_LOGS}: it is personal data, too`,
  },
  {
    endings: words('session session_id session_key sid token cookie api_key jwt fingerprint'),
    of: 'sessions in a day',
    values: 50_000,
    instead: `${IN_LOGS}, and secrets nowhere`,
  },
  {
    endings: words(`
      request_id requestid req_id trace trace_id traceid span_id correlation_id uuid guid ulid nonce
      transaction transaction_id txid txn txn_id message_id event_id
    `),
    of: 'requests in a day, at 10 a second',
    values: 864_000,
    instead: IN_LOGS,
  },
  {
    endings: words(
      'timestamp time date datetime uptime last_seen last_activity created_at updated_at started_at ts epoch',
    ),
    of: 'seconds in a day',
    values: 86_400,
    instead: 'make the time the value of a gauge that ends in _timestamp_seconds',
  },
  {
    endings: words('ip ipaddr ip_address addr address peer remote'),
    of: 'clients',
    values: 10_000,
    instead: IN_LOGS,
    ofThings: true,
  },
  {
    endings: words('url uri path query query_string querystring referer referrer href'),
    of: 'paths that were requested',
    orRoutes: true,
    values: 10_000,
    instead: 'record the route template (/orders/:id), and one value for what no route matches',
  },
  {
    endings: words('user_agent useragent agent'),
    of: 'user agents',
    values: 5_000,
    instead: 'record the family of the client, out of a list',
  },
  {
    endings: words(`
      message msg stacktrace stack_trace stack traceback reason_text error_text description comment
      sql statement payload body
    `),
    of: 'texts',
    values: 5_000,
    instead: 'record a class of errors, out of a list',
  },
  {
    endings: words('json yaml xml html blob'),
    of: 'documents',
    values: 5_000,
    instead: 'keep it in logs',
  },
  {
    endings: words(
      'progress speed eta downloaded uploaded amount_left elapsed count duration latency bytes percent',
    ),
    of: 'measured values',
    values: 1_000,
    instead: 'make it the value of a metric of its own',
  },
  {
    endings: words(`
      id pk key hash checksum digest file filename file_name title slug
      order_number invoice_number ticket_number tracking_number serial_number serial build_number run_number pr_number
      pull_request issue_number runner_name workflow_ref
    `),
    of: 'objects',
    values: 10_000,
    instead: IN_LOGS,
    ofThings: true,
  },
];

/** Endings of names that look like the ones above, and of which a process has a few for all its life. */
export const FEW = words(`
  worker_id thread_id shard_id partition_id queue_id pool_id core_id cpu_id slot_id disk_id broker_id replica_id
  region_id zone_id datacenter_id cluster_id environment_id
  plan_id tier_id role_id type_id kind_id status_id state_id category_id priority_id level_id
  country_id currency_id language_id locale_id
  commit_hash git_hash build_hash image_digest build_date build_time build_timestamp build_id
  tech_stack base_path mount_path db_user database_user
`);

/** Beginnings of names that are yes or no, whatever comes behind. */
export const YES_OR_NO = words('is has was new with');
