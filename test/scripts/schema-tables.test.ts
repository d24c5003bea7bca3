import { referenceTables } from '../../scripts/schema-tables';
import { sloKinds } from '../../src/slo/slo';

const tables = referenceTables();
const row = (title: string, field: string) =>
  tables.find((each) => each.title === title)?.rows.find((each) => each.field === field);

test('a field has its type, its default and its description', () => {
  expect(row('Service', 'metricsPath')).toEqual({
    field: 'metricsPath',
    type: 'HTTP path',
    default: '`/metrics`',
    description: 'Path of the metrics page.',
  });
  expect(row('Environment', 'grafana.adminSecret')!.default).toBe('required');
  expect(row('Environment', 'receivers')!.type).toBe('list of [receiver](#receiver)');
  expect(row('Receiver', 'via.routingKey')!.type).toBe('Secret: `{ name, key }`');
  expect(row('Preset: promhttp', 'requestLabels')!.type).toBe('list of `code`, `method`, `handler`');
  expect(row('Preset: promhttp', 'latency')).toMatchObject({ type: '`off` or object', default: '`{}`' });
  expect(row('Preset: promhttp', 'latency.objective')!.default).toBe('`99`');
});

test('every kind of objective has a table', () => {
  const functions = Object.values(sloKinds).map(({ definedBy }) => definedBy);
  expect(tables.map(({ usedIn }) => usedIn)).toEqual(expect.arrayContaining(functions));
});

test('no field lacks a description', () => {
  const without = tables.flatMap(({ title, rows }) =>
    rows.filter(({ description }) => description === '').map(({ field }) => `${title}.${field}`),
  );
  expect(without).toEqual([]);
});
