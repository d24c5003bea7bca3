import { readComment, type Comment } from './comment-line';
import { Line, RefusedLine, type LineDefect } from './line';
import type { Defect, Family, FamilyType, Page, PageFormat, Sample } from './page';
import { readSample } from './sample-line';
import { belongsTo, candidateFamilies } from './suffixes';

/** A page of something else (HTML, say) is wrong in every line; so many are enough to see it. */
const MOST_REFUSALS = 10;

interface OpenFamily {
  readonly name: string;
  type: FamilyType;
  typed: boolean;
  help?: string;
  unit?: string;
  readonly line: number;
  readonly samples: Sample[];
}

/** Tells the formats apart where no Content-Type does: only OpenMetrics ends in `# EOF`. */
export function formatOf(text: string): PageFormat {
  return /(?:^|\n)# EOF\n?$/.test(text) ? 'openmetrics' : 'text';
}

/** Reads a page in time linear in its length. Whatever is wrong with it is a defect of the page, never an error. */
export function parsePage(text: string, format: PageFormat = formatOf(text)): Page {
  const reader = new PageReader(format);
  const lines = text.split('\n');
  const unended = lines.pop();
  for (const [index, line] of lines.entries()) reader.read(line, index + 1);
  if (unended !== undefined && unended !== '') {
    reader.read(unended, lines.length + 1);
    // `# EOF` may end without one.
    if (!reader.ended)
      reader.add(lines.length + 1, {
        message: 'the last line does not end in a line break',
        found: unended.slice(-20),
        fix: 'end every line in \\n: not every reader takes the last one without',
        refused: false,
      });
  }
  return reader.finish(lines.length);
}

class PageReader {
  ended = false;
  private readonly families = new Map<string, OpenFamily>();
  private readonly defects: Defect[] = [];
  private refusals = 0;
  private typeAbove: FamilyType | undefined;

  constructor(private readonly format: PageFormat) {}

  read(text: string, number: number): void {
    if (this.refusals >= MOST_REFUSALS) return;
    const line = new Line(text);
    try {
      this.dispatch(line, text, number);
    } catch (error) {
      if (!(error instanceof RefusedLine)) throw error;
      this.add(number, error.defect);
      this.refusals += 1;
    }
    for (const defect of line.defects) this.add(number, defect);
  }

  add(line: number, defect: LineDefect): void {
    this.defects.push({ line, ...defect });
  }

  finish(lastLine: number): Page {
    if (this.format === 'openmetrics' && !this.ended && this.refusals < MOST_REFUSALS)
      this.add(Math.max(1, lastLine), {
        message: 'the page does not end in # EOF',
        found: undefined,
        fix: 'end an OpenMetrics page in # EOF: without it, Prometheus takes it for cut off',
        refused: true,
      });
    const families = [...this.families.values()].map(({ typed: _typed, ...family }): Family => family);
    return { format: this.format, families, gaveUp: this.refusals >= MOST_REFUSALS, defects: this.defects };
  }

  private dispatch(line: Line, text: string, number: number): void {
    if (this.ended) line.refuse('text after # EOF', 'end the page there');
    if (text.trim() === '' && this.format === 'text') return;
    if (text === '') line.refuse('OpenMetrics does not allow empty lines', 'leave it out');
    if (/^[ \t]*#/.test(text)) this.comment(line, readComment(line, this.format), number);
    else this.sample({ ...readSample(line, this.format), ...this.above(), line: number });
  }

  private above(): Pick<Sample, 'typeAbove'> {
    return this.typeAbove === undefined ? {} : { typeAbove: this.typeAbove };
  }

  private comment(line: Line, comment: Comment, number: number): void {
    if (comment.says === 'nothing') return;
    if (comment.says === 'end') {
      this.ended = true;
      return;
    }
    const known = this.families.get(comment.name);
    const family = known ?? this.open(comment.name, number);
    if (comment.says === 'type') {
      if (family.typed) line.note('second TYPE for a metric', 'give each one', comment.name);
      else if (family.samples.length > 0)
        line.note('the TYPE of a metric comes after its samples', 'put it before them', comment.name);
      family.type = comment.type;
      this.typeAbove = comment.type;
      family.typed = true;
    } else {
      if (family[comment.says] !== undefined)
        line.note(`second ${comment.says.toUpperCase()} for a metric`, 'give each one', comment.name);
      family[comment.says] = comment.text;
    }
  }

  private sample(sample: Sample): void {
    const family =
      this.familyOf(sample.name) ?? this.families.get(sample.name) ?? this.open(sample.name, sample.line);
    family.samples.push(sample);
  }

  private familyOf(series: string): OpenFamily | undefined {
    return candidateFamilies(series)
      .map((name) => this.families.get(name))
      .find((family) => family !== undefined && belongsTo(series, family, this.format));
  }

  private open(name: string, line: number): OpenFamily {
    const family: OpenFamily = { name, type: 'unknown', typed: false, line, samples: [] };
    this.families.set(name, family);
    return family;
  }
}
