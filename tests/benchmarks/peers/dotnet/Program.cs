// Times the .NET SDK: dotnet Sends.dll URL. Prints a JSON object.
using System.Diagnostics;
using System.Text.Json;
using Azure;
using Azure.Messaging.WebPubSub;

var key = new AzureKeyCredential("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH");
var message = new string('x', 64);
var client = new WebPubSubServiceClient(new Uri(args[0]), "chat", key);

async Task<object> Measure(int sends, int inFlight, Func<Task> send)
{
    var left = sends;
    async Task Sender()
    {
        while (Interlocked.Decrement(ref left) >= 0) await send();
    }
    var process = Process.GetCurrentProcess();
    var cpu = process.TotalProcessorTime;
    var time = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Sender()));
    time.Stop();
    process.Refresh();
    var used = process.TotalProcessorTime - cpu;
    return new { requestsPerSecond = sends / time.Elapsed.TotalSeconds, cpuMicroseconds = used.TotalMicroseconds / sends };
}

Task Async() => client.SendToAllAsync(message, Azure.Core.ContentType.TextPlain);
Task Blocking()
{
    client.SendToAll(message, Azure.Core.ContentType.TextPlain);
    return Task.CompletedTask;
}

await Measure(20000, 64, Async); // warm up, until the JIT compiler has optimized the code
await Measure(5000, 1, Blocking);
Console.WriteLine(JsonSerializer.Serialize(new
{
    name = ".NET",
    version = typeof(WebPubSubServiceClient).Assembly.GetName().Version!.ToString(3),
    oneAtATime = await Measure(20000, 1, Blocking),
    inFlight64 = await Measure(50000, 64, Async),
}));
