using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ModelGen.Package.Tests.Samples;

/// <summary>A browser without a window, which is told by its own protocol what a hand would do.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("chromium ");
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(Patience);
    private Process? _process;
    private int _calls;

    /// <summary>The program, or null if there is none on the path.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => ((string[])["chromium", "chromium-browser", "google-chrome"]).Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Opens a page.</summary>
    public static async Task<Chromium> Open(string address)
    {
        Chromium browser = new();
        try
        {
            await browser.Start(address);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _socket.Dispose();
        _patience.Dispose();

        // Its last children may still be writing.
        for (int attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                _profile.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        JsonNode answer = await Call("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]?["value"];
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        while (!(await Evaluate($"!!({expression})"))!.GetValue<bool>())
        {
            if (_patience.IsCancellationRequested) Assert.Fail($"{expression} did not become true.");
            await Task.Delay(50);
        }
    }

    /// <summary>Moves the mouse as a hand does.</summary>
    /// <param name="selector">The element that is drawn on.</param>
    /// <param name="strokes">Points, 100 along each edge of the element.</param>
    public async Task Draw(string selector, (double X, double Y)[][] strokes)
    {
        JsonNode box = (await Evaluate(
            $"(r => ({{ x: r.x, y: r.y, w: r.width, h: r.height }}))(document.querySelector('{selector}').getBoundingClientRect())"))!;
        foreach ((double, double)[] stroke in strokes)
        {
            await Mouse("mousePressed", stroke[0]);
            foreach ((double, double) point in stroke) await Mouse("mouseMoved", point);
            await Mouse("mouseReleased", stroke[^1]);
        }

        Task Mouse(string type, (double X, double Y) point) => Call("Input.dispatchMouseEvent", new()
        {
            ["type"] = type,
            ["x"] = box["x"]!.GetValue<double>() + (point.X / 100 * box["w"]!.GetValue<double>()),
            ["y"] = box["y"]!.GetValue<double>() + (point.Y / 100 * box["h"]!.GetValue<double>()),
            ["button"] = "left",
            ["buttons"] = type == "mouseReleased" ? 0 : 1,
            ["clickCount"] = 1,
        });
    }

    /// <summary>What the page looks like.</summary>
    public async Task<byte[]> Screenshot() =>
        Convert.FromBase64String((await Call("Page.captureScreenshot", []))["data"]!.GetValue<string>());

    /// <summary>What the whole page looks like, however long it is.</summary>
    /// <param name="width">The width of the window, in pixels of the page.</param>
    /// <param name="scale">How many pixels the picture has for one of the page.</param>
    /// <param name="scheme">What the reader's system asks for: <c>light</c> or <c>dark</c>.</param>
    public async Task<byte[]> WholePage(int width, double scale, string scheme)
    {
        await Call("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
        });
        await Size(800);
        await Size((await Evaluate("document.documentElement.scrollHeight"))!.GetValue<int>());
        await Until($"matchMedia('(prefers-color-scheme: {scheme})').matches && innerHeight >= document.documentElement.scrollHeight");

        // The first picture may still be of the frame before.
        await Screenshot();
        return await Screenshot();

        Task<JsonNode> Size(int height) => Call("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width,
            ["height"] = height,
            ["deviceScaleFactor"] = scale,
            ["mobile"] = false,
        });
    }

    private async Task Start(string address)
    {
        _process = Process.Start(new ProcessStartInfo(
            Program!,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=900,640",
                "--disable-background-networking", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", address,
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        const string announcement = "DevTools listening on ";
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(_patience.Token);
        }
        while (line is not null && !line.StartsWith(announcement, StringComparison.Ordinal));
        Assert.NotNull(line);
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();

        Uri browser = new(line[announcement.Length..]);
        using HttpClient client = new();
        JsonArray pages = (await client.GetFromJsonAsync<JsonArray>($"http://{browser.Authority}/json/list", _patience.Token))!;
        string page = pages.First(target => target!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await _socket.ConnectAsync(new Uri(page), _patience.Token);
        await Until("document.readyState === 'complete'");
    }

    private async Task<JsonNode> Call(string method, JsonObject parameters)
    {
        int id = ++_calls;
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        await _socket.SendAsync(request, WebSocketMessageType.Text, true, _patience.Token);
        while (true)
        {
            JsonNode message = await Receive();
            if (message["id"]?.GetValue<int>() != id) continue;
            return message["result"] ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
        }
    }

    private async Task<JsonNode> Receive()
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, _patience.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
