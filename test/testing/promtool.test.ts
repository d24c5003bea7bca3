import { requirePromtool } from '../../src/testing/promtool';

describe('promtool', () => {
  it('is taken from PATH without unpacking anything', () => {
    const unpack = jest.fn();
    expect(requirePromtool(() => '/usr/bin/promtool', unpack)).toBe('/usr/bin/promtool');
    expect(unpack).not.toHaveBeenCalled();
  });

  it('is unpacked from its own package, or from that of Prometheus', () => {
    const unpacked: string[] = [];
    const find = () => (unpacked.includes('prometheus') ? '/cache/promtool' : undefined);
    const unpack = (name: string) => unpacked.push(name) > 1;
    expect(requirePromtool(find, unpack)).toBe('/cache/promtool');
    expect(unpacked).toEqual(['promtool', 'prometheus']);
  });

  it('is missing: one sentence with the ways to install it', () => {
    expect(() =>
      requirePromtool(
        () => undefined,
        () => false,
      ),
    ).toThrow(/^promtool: program not found \(PATH\)\. Run "apt-get install prometheus" .* on PATH\.$/);
  });
});
