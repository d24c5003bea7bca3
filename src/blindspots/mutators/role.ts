import { nameOf } from '../../kubernetes/object';
import { certainRights } from '../../operator/discovery-rights';
import { inObject, type Mutator } from '../mutator';

export const role: Mutator = {
  name: 'role',
  what: 'a role that lets Prometheus discover targets is deleted, or its binding',
  caughtBy: 'alert on absent(up{job="..."}), and check the rights in the cluster: doctor --cluster',
  edits: ({ facts: { prometheus, manifests } }) => {
    const hasRights = certainRights(prometheus, manifests);
    const found = manifests.monitors.filter(hasRights);
    return manifests
      .kind('ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding')
      .filter((object) => {
        const others = {
          kind: (...kinds: readonly string[]) => manifests.kind(...kinds).filter((one) => one !== object),
        };
        return !found.every(certainRights(prometheus, others));
      })
      .map((object) => inObject(object, [], nameOf(object), undefined));
  },
};
