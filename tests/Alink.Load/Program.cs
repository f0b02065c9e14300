using System.Buffers;
using System.Globalization;
using System.Net;
using Alink;
using Alink.Load;
using Alink.Runtime;
using Alink.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

const string Usage = """
    alink load: asks a server for one row after the other, while its model is swapped every second

      dotnet run -c Release --project tests/Alink.Load -- [--seconds 60] [--connections 16] [--rate 0]
      dotnet run -c Release --project tests/Alink.Load -- host [--port 8080]
      dotnet run -c Release --project tests/Alink.Load -- --at http://127.0.0.1:8080 [--seconds 60] [--connections 16] [--rate 0]

    The first prints requests, failures, quantiles of the times, and the memory at the beginning and the end; its exit code is 1
    where a request failed or a version went back. A rate above 0 is how many requests are due in a second, and times are
    counted from when they were due. The second serves the same model for wrk, beside an endpoint /echo of ASP.NET Core alone that
    answers the body it got; predict.lua is what wrk sends. The third asks a server of the second kind, whose model stays; the
    memory is that of who asks then.
    """;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (seconds, connections, rate, port, isHost) = (60, 16, 0, 8080, false);
Uri? at = null;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "host" when i == 0: isHost = true; break;
        case "--seconds": seconds = int.Parse(args[++i]); break;
        case "--connections": connections = int.Parse(args[++i]); break;
        case "--rate": rate = int.Parse(args[++i]); break;
        case "--at": at = new(args[++i]); break;
        case "--port": port = int.Parse(args[++i]); break;
        default: Console.Error.WriteLine(Usage); return 2;
    }
}

if (at is not null)
{
    return await new Load(at, null).RunAsync(TimeSpan.FromSeconds(seconds), connections, rate) ? 0 : 1;
}

var folder = Directory.CreateTempSubdirectory("alink-load").FullName;
try
{
    var catalog = Catalog.Of(typeof(Alink.Classification.LogisticRegression).Assembly);
    var store = new ModelStore(Path.Combine(folder, "load"), catalog) { Keep = 3 };
    await store.AddAsync(LoadModel.Fit(0), TimeProvider.System, LoadModel.Rows(0).Schema);
    await using var app = ServingHost.Create(IPAddress.Loopback, isHost ? port : 0, options =>
    {
        options.Catalog = catalog;
        options.Interval = TimeSpan.FromMilliseconds(200);
        options.AddFolder(Path.Combine(folder, "load"));
    });
    app.MapPost("/echo", async context =>
    {
        var read = await context.Request.BodyReader.ReadAsync();
        while (!read.IsCompleted)
        {
            context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await context.Request.BodyReader.ReadAsync();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = read.Buffer.Length;
        context.Response.BodyWriter.Write(read.Buffer.FirstSpan);
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
    });
    await app.StartAsync();
    if (isHost)
    {
        Console.WriteLine($"serving at {app.Urls.First()}; a row: {LoadModel.Body}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    return await new Load(new Uri(app.Urls.First()), store).RunAsync(TimeSpan.FromSeconds(seconds), connections, rate) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
