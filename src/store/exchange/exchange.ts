/** A place that the service and Spark both reach, to hand over files. Paths are relative, with `/` between their parts. */
export interface Exchange {
  /** @throws DomainError SPARK_UNAVAILABLE, as all of these */
  write(path: string, bytes: Uint8Array): Promise<void>;
  read(path: string): Promise<Uint8Array>;
  /** Paths of the files right in a folder, ascending; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes a folder with all that is in it; none is no fault. */
  remove(folder: string): Promise<void>;
  /** Folders at the top, each with the time of its last change. */
  folders(): Promise<ReadonlyMap<string, Date>>;
  /** The address of a path as Spark wants it. */
  url(path: string): string;
  /** Properties that Spark needs to reach it. */
  readonly properties: Readonly<Record<string, string>>;
  /** Gives up connections. */
  close(): void;
}
