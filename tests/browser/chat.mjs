// The sample chat: its program, and the actions of people on its page.
import { Program } from "../interop/program.js";

export class Chat {
  /** Starts the program whose path is in the environment variable WEBPUBSUB_CHAT. */
  static async start() {
    const chat = new Chat();
    // Ignores any connection string in the environment, which belongs to another service.
    chat.program = new Program(process.env.WEBPUBSUB_CHAT, ["--port", "0"], { WebPubSubConnectionString: "" });
    const next = async (pattern) => {
      for (;;) {
        const found = pattern.exec(await chat.program.nextLine());
        if (found) return found[1];
      }
    };
    chat.livePage = await next(/shows what passes at (\S+)/);
    chat.page = await next(/for everybody +(\S+)/);
    chat.adminPage = await next(/for the administrator +(\S+)/);
    return chat;
  }

  /** The id of a user's connection in the local service. */
  async connectionOf(user) {
    const { hubs } = await (await fetch(`${this.livePage}_local/state`)).json();
    return hubs.chat.connections.find((one) => one.userId === user).connectionId;
  }

  /** Closes the TCP connection of a user without a close frame, as a network failure would. */
  async abort(user) {
    await fetch(`${this.livePage}_local/clients/${await this.connectionOf(user)}/abort`, { method: "POST" });
  }

  stop() {
    return this.program.stop();
  }
}

/** Joins the chat with a name. */
export async function join(browser, page, name) {
  await browser.open(page);
  await browser.type("#name", `${name}\n`);
  await browser.sees("#status", `Connected as ${name}`);
  await browser.sees("#log-lobby", "You joined lobby.");
}

export async function say(browser, text) {
  await browser.type("#message", `${text}\n`);
}
