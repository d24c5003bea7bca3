import { RARE } from '../../src/local/recordings';
import { sloRecords } from '../../src/rules/naming';

test('recordings without a sample are known by the names that objectives have', () => {
  const names = Object.values(sloRecords).map((name) => name('shop'));
  for (const ending of RARE) expect(names).toContain(`shop${ending}`);
});
