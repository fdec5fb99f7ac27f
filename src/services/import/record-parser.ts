import { Parser, type Options } from 'csv-parse';

/**
 * csv-parse's parser, handing each record over while it parses, with the number of bytes up to its end. Its own hook for
 * that, `on_record`, builds a description of the record each time and takes half of the whole time.
 */
export class RecordParser extends Parser {
  constructor(
    options: Options,
    private readonly onRecord: (fields: string[], end: number) => void,
  ) {
    super(options);
    // Failures are taken from the callbacks of `feed` and `finish`.
    this.on('error', () => undefined);
    this.resume();
  }

  override push(record: string[] | null): boolean {
    if (record === null) return super.push(null);
    this.onRecord(record, this.info.bytes);
    return true;
  }

  /** @returns why reading broke off, or undefined */
  feed(chunk: Buffer): Promise<Error | undefined> {
    return new Promise((resolve) => this.write(chunk, (error) => resolve(error ?? undefined)));
  }

  /** Feeds the last bytes. @returns as `feed` */
  finish(chunk: Buffer): Promise<Error | undefined> {
    return new Promise((resolve) => {
      this.once('error', resolve);
      this.once('end', () => resolve(undefined));
      if (chunk.length > 0) this.write(chunk);
      this.end();
    });
  }
}
