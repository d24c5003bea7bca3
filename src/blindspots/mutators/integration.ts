import { listOf, mapOf } from '../../kubernetes/object';
import { isIntegration } from '../../certify/folder/alertmanager';
import type { Mutator } from '../mutator';
import { inConfigs } from '../routes';

export const integration: Mutator = {
  name: 'integration',
  what: 'a receiver loses an integration, such as its slack_configs',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that lose receivers',
  edits: inConfigs((config) =>
    listOf(config['receivers']).flatMap((item, index) =>
      Object.entries(mapOf(item))
        .filter(isIntegration)
        .map(([key, from]) => ({ path: ['receivers', index, key], from, to: undefined })),
    ),
  ),
};
