import { missingReceivers } from '../../../helm-values/parse-values';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/** Certain: Alertmanager rejects its whole configuration. */
export const check = defineCheck({
  id: 'values-receivers',
  severity: 'error',
  question: 'Do the values define every receiver that routes of Alertmanager name?',
  symptom:
    'Alertmanager does not start, or keeps its old configuration: undefined receiver "null" used in route.',
  why: 'Helm merges maps and replaces lists: receivers of the values replace the receiver "null" of the chart, while the default route of the chart still names it.',
  remedy: 'Add a receiver named "null", or set both `route.receiver` and `route.routes`.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/255',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return undefined;
    return missingReceivers(given.values).map(({ path, message, found, fix }) => ({
      ...given.about,
      path,
      message,
      found,
      expected: 'a receiver of alertmanager.config.receivers',
      fix,
    }));
  },
});
