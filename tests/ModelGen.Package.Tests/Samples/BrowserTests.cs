using System.Net;
using ModelGen.Tests;
using Xunit;

namespace ModelGen.Package.Tests.Samples;

/// <summary>A test that publishes for the browser and opens one, which takes minutes.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = ExhaustiveFactAttribute.Reason
        ?? (Chromium.Program is null ? "It needs Chromium on the path: package chromium." : null);
}

/// <summary>samples/Browser, published as it is in the repository: a hand draws digits, and the network in the page reads them.</summary>
public sealed class BrowserTests
{
    [BrowserFact]
    public async Task The_network_reads_digits_in_the_page()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("browser ");
        try
        {
            Shell shell = new(Path.Combine(Build.RepositoryRoot, "samples", "Browser"), []);
            shell.Run("dotnet", ["publish", "-c", "Release", "-warnaserror", "-o", folder.FullName]);
            Assert.Empty(Directory.EnumerateFiles(folder.FullName, "ModelGen*", SearchOption.AllDirectories));
            using StaticFiles server = new(Path.Combine(folder.FullName, "wwwroot"));
            await using Chromium browser = await Chromium.Open(server.Address);
            await DrawnDigits.AssertRead(browser, "browser");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A web server of the simplest kind, on a free port of this machine.</summary>
    private sealed class StaticFiles : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _folder;

        public StaticFiles(string folder)
        {
            _folder = folder;
            using (System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Serve();
        }

        public string Address { get; }

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                string name = context.Request.Url!.AbsolutePath[1..];
                string path = Path.Combine(_folder, name.Length == 0 ? "index.html" : name);
                context.Response.ContentType = Path.GetExtension(path) switch
                {
                    ".html" => "text/html",
                    ".css" => "text/css",
                    ".js" => "text/javascript",
                    ".json" => "application/json",
                    ".wasm" => "application/wasm",
                    _ => "application/octet-stream",
                };
                if (File.Exists(path)) await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(path));
                else context.Response.StatusCode = 404;
                context.Response.Close();
            }
        }
    }
}
