import { alertRoutings } from '../shared/alert-routing';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck } from '../../check';

/** The chart and kube-prometheus have a receiver without integrations, on purpose. */
const SILENT = ['null', 'blackhole', 'devnull', 'none'];

// A warning: a team may keep the receiver for later. A receiver of an AlertmanagerConfig is for its own routes only.
export const check = defineCheck({
  id: 'unused-receiver',
  severity: 'warning',
  question: 'Does a route use every receiver?',
  symptom: 'The receiver is configured and its integration works, but it never gets an alert.',
  why: 'Alertmanager notifies the receiver of the route that an alert matches. A receiver that no route names gets nothing. In Helm values, the route of the chart sends everything to the receiver "null".',
  remedy: 'Set the receiver of `route`, or add a route with matchers below `route.routes`.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) =>
    alertRoutings(manifests, prometheus).flatMap(({ about, receivers, routes }) => {
      const used = routes.flatMap(({ receiver }) => receiver ?? []);
      if (used.some(isPlaceholder)) return [];
      return receivers
        .filter(({ name }) => !used.includes(name) && !SILENT.includes(name) && !isPlaceholder(name))
        .map(({ name, path }) => ({
          ...about,
          path,
          message: 'no route names this receiver, so it never gets an alert',
          found: name,
          expected:
            used.length === 0 ? 'a route with this receiver' : `one of ${[...new Set(used)].join(', ')}`,
          fix:
            used.length === 0
              ? `in route: receiver: ${name}`
              : `add a route with receiver: ${name} and its matchers to routes, or remove the receiver`,
        }));
    }),
});
