/** Values of one series in promtool's notation, where runs of equal values and of missing samples are short. */
export class Values {
  private readonly parts: string[] = [];
  private next = 0;
  private last = '';
  private repeats = 0;

  /** Steps in between have no sample: the first of them ends the series, as Prometheus does when a target is gone. */
  set(step: number, value: number): void {
    if (step > this.next) this.skip(step - this.next);
    this.next = step + 1;
    const text = String(value);
    if (text === this.last) {
      this.repeats += 1;
      return;
    }
    this.flush();
    this.last = text;
    this.repeats = 0;
  }

  get isEmpty(): boolean {
    return this.parts.length === 0 && this.last === '';
  }

  get text(): string {
    return [...this.parts, ...this.run(), 'stale'].join(' ');
  }

  private skip(steps: number): void {
    const begun = this.next > 0;
    this.flush();
    if (begun) this.parts.push('stale');
    const missing = begun ? steps - 1 : steps;
    if (missing > 0) this.parts.push(missing === 1 ? '_' : `_x${missing}`);
    this.last = '';
    this.repeats = 0;
  }

  private flush(): void {
    this.parts.push(...this.run());
  }

  /** The equal values at the end. */
  private run(): readonly string[] {
    if (this.last === '') return [];
    return [this.repeats === 0 ? this.last : `${this.last}x${this.repeats}`];
  }
}
