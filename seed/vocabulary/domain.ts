/** One subtopic of the demo catalogue, with the words that its titles are made of. */
export interface Topic {
  readonly subtopic: string;
  /** Noun phrases in title case that fit after "Introduction to". */
  readonly subjects: readonly string[];
  /** Phrases that fit after a subject, such as "in R"; may be empty. */
  readonly tools: readonly string[];
}

/** One of the seven domains, with nine subtopics each. */
export interface Domain {
  readonly name: string;
  readonly topics: readonly Topic[];
}
