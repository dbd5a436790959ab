// Reads every *.eml of a folder with postal-mime and prints what it found as JSON, by file.
// usage: node read_emails.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import PostalMime from "postal-mime";

const folder = process.argv[2];
const lines = (text) => (text ?? "").replaceAll("\r\n", "\n").trimEnd();
const found = {};
for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".eml"))) {
  const message = await PostalMime.parse(readFileSync(join(folder, name)));
  found[name] = {
    subject: message.subject,
    from: [message.from.name, message.from.address],
    to: message.to.map((one) => [one.name, one.address]),
    message_id: message.messageId,
    text: lines(message.text),
    html: lines(message.html),
    attachments: message.attachments.map((one) => [
      one.filename, one.mimeType,
      createHash("sha256").update(Buffer.from(one.content)).digest("hex")]),
  };
}
console.log(JSON.stringify(found));
