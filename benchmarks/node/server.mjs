// A bare Socket.IO server on Node, with none of Dialoog's work: what its fan-out and its joins are measured against.
// `shout` sends so many bytes to everybody; who connects with `welcome` is greeted with so many bytes.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], pingInterval: 5000, pingTimeout: 5000 });

io.on("connection", (socket) => {
  const welcome = Number(socket.handshake.auth.welcome ?? 0);
  if (welcome) socket.emit("push", { filling: "x".repeat(welcome) });
  socket.on("shout", (told, answer) => {
    answer({ answer: "ok" });
    io.emit("push", { filling: "x".repeat(told.bytes) });
  });
});
http.listen(Number(process.argv[2]), "127.0.0.1", 1024, () => console.log("ready"));
