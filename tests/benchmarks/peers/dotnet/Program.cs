// Times the pipeline of the .NET SDK. Prints a JSON object.
//
//   dotnet Sends.dll URL         the speed of sends
//   dotnet Sends.dll URL USERS   how long a fan-out takes, in milliseconds: cold, and warm
using System.Diagnostics;
using System.Text.Json;

Client NewClient() => new(new Uri(args[0]), "chat", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH");

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

async Task<object> Speed()
{
    var client = NewClient();
    Task Blocking()
    {
        client.SendToAll();
        return Task.CompletedTask;
    }
    await Measure(20000, 64, client.SendToAllAsync); // warm up, until the JIT compiler has optimized the code
    await Measure(5000, 1, Blocking);
    return new
    {
        name = ".NET pipeline",
        version = typeof(Azure.Core.Pipeline.HttpPipeline).Assembly.GetName().Version!.ToString(3),
        oneAtATime = await Measure(20000, 1, Blocking),
        inFlight64 = await Measure(50000, 64, client.SendToAllAsync),
    };
}

async Task<double> TimeOfFanOut(Client client, int users)
{
    var time = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, users).Select(user => client.SendToUserAsync("user" + user)));
    return time.Elapsed.TotalMilliseconds;
}

// All clients of a process share their connections, so only its first fan-out is cold. It includes the work of the JIT
// compiler, as the first fan-out of the library's program includes that of the loader.
async Task<object> FanOut(int users)
{
    var client = NewClient();
    return new { cold = await TimeOfFanOut(client, users), warm = await TimeOfFanOut(client, users) };
}

Console.WriteLine(JsonSerializer.Serialize(args.Length > 1 ? await FanOut(int.Parse(args[1])) : await Speed()));
