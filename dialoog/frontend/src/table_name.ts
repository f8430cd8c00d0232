/** "Tafel 2", as the server wrote it into the page; empty where the evening has one table. */
export function tableName(): string {
  return document.getElementById("live")?.dataset["table"] ?? "";
}
