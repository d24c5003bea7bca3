import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';
import type { Facts } from '../../doctor/check';
import { InvalidInput } from '../../findings/invalid-input';
import { isMap, listOf, mapOf, nameOf, type Fields } from '../../kubernetes/object';
import { alertRelabelings, type AlertRelabelings } from '../../operator/alertmanager/alert-relabelings';
import { withConfigObjects } from '../../operator/alertmanager/config-objects';
import { CONFIG_KEY, configSecret } from '../../operator/alertmanager/config-secret';
import { globalConfig } from '../../operator/alertmanager/global-config';
import { readConfig } from '../../operator/alertmanager/read-config';
import { sendingOf } from '../../operator/alertmanager/sending';
import { writtenConfig } from '../../operator/alertmanager/written-config';

export interface FoundAlertmanager {
  /** Where it is, e.g. `Secret monitoring/alertmanager-main`. */
  readonly origin: string;
  readonly config: AlertmanagerConfig;
  /** What counts for receivers without such a setting of their own. */
  readonly global: Fields;
  /** What Prometheus does to labels of alerts before it sends them. */
  readonly relabelings: AlertRelabelings;
  /** Why it gets none, as a sentence without a full stop. @default Prometheus sends alerts to it */
  readonly unsent?: string;
}

/** In place of what an Alertmanager has that gets no alert. */
const NO_RECEIVERS: AlertmanagerConfig = { route: { receiver: '' }, receivers: [] };

/** Of AlertmanagerConfigs alone: what they do not route reaches no receiver. */
const OBJECTS_ALONE = { origin: 'AlertmanagerConfigs', fields: { receivers: [{ name: '' }] } };

/**
 * Undefined: nothing that was read configures Alertmanager.
 * @throws InvalidInput if its Secret holds no configuration
 */
export function alertmanagerOf({
  manifests,
  prometheus,
}: Pick<Facts, 'manifests' | 'prometheus'>): FoundAlertmanager | undefined {
  const written = writtenConfig(manifests, prometheus);
  const isReplaced = globalConfig(manifests, prometheus) !== undefined;
  if (isReplaced && written === undefined) return undefined;
  const secret = isReplaced ? undefined : configSecret(manifests);
  if (secret !== undefined && (written?.secret !== secret || !isMap(written.fields['route'])))
    throw new InvalidInput({
      resource: nameOf(secret),
      path: CONFIG_KEY,
      message: 'no configuration of Alertmanager with a route',
      found: undefined,
      fix: 'decrypt the Secret first, or leave it out and give the values of the chart',
    });
  const { origin, fields } = written ?? OBJECTS_ALONE;
  const config = withConfigObjects(fields, manifests, prometheus);
  const unsent = sendingOf(manifests, prometheus)?.nowhere;
  if (written === undefined && config === fields && unsent === undefined) return undefined;
  return {
    origin,
    ...(unsent === undefined ? {} : { unsent }),
    config: unsent === undefined ? readConfig(config) : NO_RECEIVERS,
    global: mapOf(config['global']),
    relabelings: alertRelabelings(manifests, prometheus),
  };
}

/** Names of the receivers without an integration: they send nothing. */
export const silentReceivers = ({ receivers = [] }: AlertmanagerConfig): ReadonlySet<string> =>
  new Set(
    receivers.filter((receiver) => !Object.entries(receiver).some(isIntegration)).map(({ name }) => name),
  );

export const isIntegration = ([key, value]: readonly [key: string, value: unknown]): boolean =>
  /_?configs$/i.test(key) && listOf(value).length > 0;

/** The same routes, in which a clause such as `chat is not notified during nights` stands for a receiver that is muted at times. */
export function withMutedTimes(config: AlertmanagerConfig): {
  readonly config: AlertmanagerConfig;
  readonly clauses: ReadonlySet<string>;
} {
  const clauses = new Set<string>();
  const visit = (route: AlertmanagerRoute, inherited: string): AlertmanagerRoute => {
    const {
      receiver = inherited,
      mute_time_intervals: muted = [],
      active_time_intervals: active = [],
    } = route;
    const times = [...muted.map((name) => `during ${name}`), ...active.map((name) => `outside of ${name}`)];
    const clause = `${receiver} is not notified ${times.join(' and ')}`;
    if (times.length > 0) clauses.add(clause);
    return {
      ...route,
      receiver: times.length === 0 ? receiver : clause,
      routes: (route.routes ?? []).map((child) => visit(child, receiver)),
    };
  };
  return { config: { ...config, route: visit(config.route ?? {}, '') }, clauses };
}
