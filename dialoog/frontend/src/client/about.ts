/** What a table was told of its dialogue: the part of the plan that screen, console and phones show. */

export interface About {
  title: string;
  theme: string;
  expectation?: string | null;
  facilitator: string;
  organisation: string;
  lang: string;
  until?: string | null;
  /** Empty where it is the day of the words. */
  names_until?: string;
  contacts_until?: string;
  contact?: string | null;
}
