import { check } from '../../../../src/doctor/checks/wrong-query/state-series';
import { alert, inForeign } from '../../expressions/shop';

it('adds up ones', () => {
  expect(
    inForeign(check, alert('count by (namespace) (kube_pod_status_phase{phase="Failed"}) > 5')),
  ).toMatchObject([
    {
      code: 'state-series',
      severity: 'warning',
      message: 'alert A: count counts the series of all objects, as those in another state have the value 0',
      fix: 'write sum by (namespace) (kube_pod_status_phase{phase="Failed"})',
    },
  ]);
});

it('names the state', () => {
  expect(inForeign(check, alert('kube_node_status_condition{condition="Ready"} == 0'))).toMatchObject([
    {
      message:
        'alert A: every object has series with the value 0, for the values of status that it does not have',
      fix: 'write kube_node_status_condition{condition="Ready", status="true"} == 0',
    },
  ]);
});

it.each([
  [
    'kube_pod_status_phase{phase=~"Running|Pending"} != 1',
    'write kube_pod_status_phase{phase="Running"} != 1',
  ],
  ['node_systemd_unit_state{name="a"} < 1', 'write node_systemd_unit_state{name="a", state="<state>"} < 1'],
  [
    'count(kube_node_status_condition{condition="Ready", status=~"false|unknown"}) > 1',
    'write sum(kube_node_status_condition{condition="Ready", status=~"false|unknown"})',
  ],
])('finds %s', (expr, fix) => {
  expect(inForeign(check, alert(expr))).toMatchObject([{ fix }]);
});

it.each([
  'count(kube_pod_status_phase{phase="Failed"} == 1) > 5',
  'sum(kube_pod_status_phase{phase="Failed"}) > 5',
  'count(kube_node_status_condition{condition="Ready"}) > 5',
  'count(kube_pod_status_phase{phase!="Failed"}) > 5',
  'kube_node_status_condition{condition="Ready", status="true"} == 0',
  'kube_node_status_condition{condition="Ready"} == 1',
  'kube_pod_status_phase == bool 0',
  'count(up) > 1',
  'up == 0',
])('leaves alone %s', (expr) => {
  expect(inForeign(check, alert(expr))).toEqual([]);
});
