/** The same JSON, made before: what node:http alone can send. The answer comes in `ANSWER`. */
import { createServer } from 'node:http';
import { announce } from './services.mjs';

const answer = Buffer.from(process.env.ANSWER ?? '{}');
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => announce(server.address().port));
