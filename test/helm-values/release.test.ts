import { helmCommand, releaseLabels, stackNames } from '../../src/helm-values/release';

test.each([
  // What the chart's name adds is cut at 26 characters.
  ['prometheus', 'prometheus-kube-prometheus'],
  ['kps', 'kps-kube-prometheus-stack'],
  ['monitoring', 'monitoring-kube-prometheus'],
  // A release that has the chart's name in it is not given it twice.
  ['kube-prometheus-stack', 'kube-prometheus-stack'],
  ['my-kube-prometheus-stack-2', 'my-kube-prometheus-stack-2'],
  ['team-a-kube-prometheus-stack', 'team-a-kube-prometheus-sta'],
  ['observability', 'observability-kube-prometh'],
  // A cut that ends in a hyphen loses it.
  ['a-release-of-25-characters', 'a-release-of-25-characters'],
  ['a-release-of-25-character', 'a-release-of-25-character'],
])('the chart names the objects of release %s after %s', (release, fullname) => {
  expect(stackNames(release).fullname).toBe(fullname);
});

test('everything else is named after that', () => {
  expect(stackNames('prometheus')).toEqual({
    fullname: 'prometheus-kube-prometheus',
    prometheus: 'prometheus-kube-prometheus-prometheus',
    alertmanager: 'prometheus-kube-prometheus-alertmanager',
    operator: 'prometheus-kube-prometheus-operator',
    grafana: 'prometheus-grafana',
    prometheusPodLabels: {
      'app.kubernetes.io/name': 'prometheus',
      'operator.prometheus.io/name': 'prometheus-kube-prometheus-prometheus',
    },
  });
});

test('a release with grafana in its name lends it to Grafana', () => {
  expect(stackNames('grafana-and-more').grafana).toBe('grafana-and-more');
});

test('objects are found by the name of the release', () => {
  expect(releaseLabels('prometheus')).toEqual({ release: 'prometheus' });
});

const place = { release: 'prometheus', namespaces: { services: 'default', monitoring: 'monitoring' } };

test('the helm command installs or upgrades the pinned chart', () => {
  expect(helmCommand(place, 'dist/helm/kube-prometheus-stack.values.yml')).toBe(
    [
      'helm upgrade --install prometheus kube-prometheus-stack \\',
      '  --repo https://prometheus-community.github.io/helm-charts \\',
      '  --version 88.5.3 \\',
      '  --namespace monitoring --create-namespace \\',
      '  --values dist/helm/kube-prometheus-stack.values.yml',
    ].join('\n'),
  );
});

test.each([
  ['my dist/values.yml', `--values 'my dist/values.yml'`],
  [`it's/values.yml`, `--values 'it'\\''s/values.yml'`],
])('the path %s reaches helm as one word', (path, end) => {
  expect(helmCommand(place, path)).toMatch(new RegExp(`${end.replaceAll('\\', '\\\\')}$`));
});
