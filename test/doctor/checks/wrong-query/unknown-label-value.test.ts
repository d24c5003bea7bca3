import { check } from '../../../../src/doctor/checks/wrong-query/unknown-label-value';
import { alert, inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the values that the label has', () => {
  expect(inShop(check, rules(recording('shop_requests_total{route="/carts"}')))).toMatchObject([
    {
      code: 'unknown-label-value',
      check: 'unknown-label-value',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: no series has route="/carts"',
      found: '/carts',
      expected: 'one of /, /cart',
      fix: 'write route="/cart"',
    },
  ]);
});

it.each([
  ['a value of another form', 'shop_requests_total{status="5xx"}', 'status="5xx"'],
  ['a list without any value', 'shop_requests_total{status=~"5xx|4xx"}', 'status=~"5xx|4xx"'],
  ['a regex without any value', 'shop_requests_total{route=~"/api.*"}', 'route=~"/api.*"'],
  ['a regex that excludes all', 'shop_requests_total{route!~"/.*"}', 'route!~"/.*"'],
])('finds %s', (_what, expr, matcher) => {
  expect(problemsIn(check, expr)).toEqual([`no series has ${matcher}`]);
});

it('tells the form where there is one', () => {
  const [finding] = inShop(check, rules(recording('shop_requests_total{status="5xx"}')));
  expect(finding).toMatchObject({
    expected: 'a value that matches \\d{3}',
    fix: 'write status="<value>" with a value that matches \\d{3}',
  });
});

it('leaves alone what the label can have, and what nobody knows', () => {
  expect(
    problemsIn(
      check,
      'shop_requests_total{status=~"5..", route!="/"}',
      'shop_requests_total{status="500"}',
      'shop_requests_total{route=~"/cart|/none"}',
      'shop_requests_total{status=""}',
    ),
  ).toEqual([]);
  expect(inForeign(check, recording('shop_requests_total{route="/carts"}'))).toEqual([]);
});

it.each([
  ['kube_pod_status_phase{phase="running"} == 1', 'error', 'write phase="Running"'],
  ['kube_node_status_condition{condition="Ready", status="True"} == 0', 'error', 'write status="true"'],
  ['node_md_disks{state="fail"} > 0', 'error', 'write state="failed"'],
  [
    'kube_horizontalpodautoscaler_status_condition{condition="false", status="AbleToScale"} == 1',
    'error',
    'write kube_horizontalpodautoscaler_status_condition{condition="AbleToScale", status="false"}',
  ],
  ['certmanager_certificate_ready_status{condition="false"} == 1', 'error', 'write condition="False"'],
  ['kube_persistentvolumeclaim_status_phase{phase=~"Pendin.*|lost"} == 1', 'ok', ''],
  ['kube_pod_status_phase{phase=~"Crash.*"} == 1', 'error', undefined],
  ['ALERTS{alertstate="active"} == 1', 'error', undefined],
  [
    'kube_pod_container_status_waiting_reason{reason="CrashLoopBackoff"} == 1',
    'warning',
    'write reason="CrashLoopBackOff"',
  ],
  [
    'kube_node_status_condition{condition="OutOfDisk", status="true"} == 1',
    'warning',
    'write condition="DiskPressure"',
  ],
  [
    'kube_pod_container_resource_limits{resource="ephemeral-storage"} > 1',
    'warning',
    'write resource="ephemeral_storage"',
  ],
  ['kube_pod_status_phase{phase=~"Pending|failed"} == 1', 'warning', 'write phase=~"Pending|Failed"'],
  ['kube_pod_status_phase{phase!="succeeded"} == 1', 'warning', 'write phase!="Succeeded"'],
  ['kube_pod_status_phase{phase!~"succeeded|Failed"} == 1', 'warning', 'write phase!~"Succeeded|Failed"'],
])('knows the values of exporters: %s', (expr, severity, fix) => {
  const found = inForeign(check, alert(expr));
  expect(found).toMatchObject(severity === 'ok' ? [] : [{ severity }]);
  if (severity !== 'ok' && fix !== undefined) expect(found[0]!.fix).toBe(fix);
});

it.each([
  ['argocd_app_info{sync_status="Progressing"}', 'write health_status="Progressing"'],
  ['argocd_app_info{sync_status=~"Progressing|Degraded"}', 'write health_status=~"Progressing|Degraded"'],
  [
    'argocd_app_info{sync_status="Progressing", health_status!="Healthy"}',
    'write sync_status="<value>" with a value that the exporter has',
  ],
])('writes the label that has the value: %s', (expr, fix) => {
  expect(inForeign(check, recording(expr))[0]?.fix).toBe(fix);
});

it('says why a value of an exporter is wrong', () => {
  const messages = [
    'kube_node_status_condition{condition="OutOfDisk"}',
    'kube_deployment_status_condition{status="Available"}',
    'kube_pod_status_phase{phase!="succeeded"}',
    'kube_pod_status_phase{phase=~"Pending|failed"}',
  ].map((expr) => inForeign(check, recording(expr))[0]?.message.slice(22));
  expect(messages).toEqual([
    'no series has condition="OutOfDisk", as Kubernetes 1.13 removed it',
    'no series has status="Available", as it is a value of condition',
    'phase!="succeeded" excludes no series of succeeded',
    'no series has the value failed of phase=~"Pending|failed"',
  ]);
});

it.each([
  'kube_pod_status_phase{phase=~"Pending|Unknown|Failed"}',
  'kube_pod_status_phase{phase!="Running"}',
  'kube_pod_status_phase{phase=~"$phase"}',
  'kube_pod_container_status_waiting_reason{reason="MyReason"}',
  'kube_pod_container_status_waiting_reason{reason!="ContainerCreating"}',
  'kube_pod_container_status_terminated_reason{reason=~".+"}',
  'kube_node_status_condition{condition="MyProblem", status="true"}',
  'kube_pod_container_resource_limits{resource="nvidia_com_gpu", unit="integer"}',
  'node_cpu_seconds_total{mode=~"user|system"}',
  'my_status_phase{phase="running"}',
])('leaves alone %s', (expr) => {
  expect(inForeign(check, recording(expr))).toEqual([]);
});

it('reads a pattern behind = as a regular expression', () => {
  const found = (expr: string) =>
    inShop(check, rules(recording(expr))).map(({ message, fix }) => [message.slice(22), fix]);
  expect(found('shop_requests_total{status="5.."}')).toEqual([
    ['no series has status="5..", as = compares the whole text', 'write status=~"5.."'],
  ]);
  expect(found('shop_requests_total{route="/cart|/"}')).toEqual([
    ['no series has route="/cart|/", as = compares the whole text', 'write route=~"/cart|/"'],
  ]);
  expect(found('shop_requests_total{route="/x|/y"}')).toEqual([
    ['no series has route="/x|/y"', 'write route="<value>" with one of /, /cart'],
  ]);
});

it.each([
  ['a{cluster="test", cluster="dev", job="x"}', 'write a{cluster=~"test|dev", job="x"}'],
  ['a{code="500", code!="500"}', 'remove code="500", or code!="500"'],
  ['a{code=~"4..", code="500"}', 'remove code=~"4..", or code="500"'],
  ['a{code="", code=~".+"}', 'remove code="", or code=~".+"'],
])('finds matchers that exclude each other, of any series: %s', (expr, fix) => {
  expect(inForeign(check, recording(expr))).toMatchObject([
    {
      severity: 'error',
      message: expect.stringMatching(/ exclude each other, so the selector selects nothing$/) as string,
      fix,
    },
  ]);
});

it('leaves alone matchers that agree', () => {
  expect(
    problemsIn(
      check,
      'a{code=~"4..|5..", code!="404"}',
      'a{ns=~"a|b", ns!="b"}',
      'a{ns!="", ns=~"a.*"}',
      'a{x="1", y="2"}',
    ),
  ).toEqual([]);
});
