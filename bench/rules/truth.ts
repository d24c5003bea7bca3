/** Events by the scrape that shows them. */
export class Truth {
  private readonly events: { readonly at: number; readonly all: number; readonly bad: number }[] = [];

  add(at: number, all: number, bad: number): void {
    this.events.push({ at, all, bad });
  }

  between(from: number, to: number): { readonly all: number; readonly bad: number } {
    let all = 0;
    let bad = 0;
    for (const event of this.events) {
      if (event.at <= from || event.at > to) continue;
      all += event.all;
      bad += event.bad;
    }
    return { all, bad };
  }
}
