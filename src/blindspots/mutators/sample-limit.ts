import { catalogContracts } from '../../doctor/catalog-contracts';
import { linkedService } from '../../doctor/contract-of-link';
import { mapOf, nameOf } from '../../kubernetes/object';
import { contractSeriesBound } from '../../metrics/contract';
import { inKinds, inObject, type Mutator } from '../mutator';

export const sampleLimit: Mutator = {
  name: 'sample-limit',
  what: 'a monitor has a sampleLimit below the series of the pages of a service of the stack',
  caughtBy: 'alert on up == 0, as TargetDown of the chart does',
  edits: (original) => {
    const { services = [] } = original.inputs;
    const { paths, manifests } = original.facts;
    const contracts = catalogContracts(services, manifests);
    return inKinds(['ServiceMonitor', 'PodMonitor'], (object) => {
      const bounds = paths
        .filter(({ monitor }) => nameOf(monitor) === nameOf(object))
        .flatMap((path) => path.links.map((link) => linkedService(path, link, contracts)?.contract))
        .map((contract) => (contract === undefined ? Infinity : contractSeriesBound(contract)));
      const least = Math.min(...bounds);
      const from = mapOf(object.fields['spec'])['sampleLimit'];
      return least === Infinity || least < 2
        ? []
        : [inObject(object, ['spec', 'sampleLimit'], from, least - 1)];
    })(original);
  },
};
