using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace ModelGen.Package.Tests.Samples;

/// <summary>samples/WebApi, built by a stranger: its answers to right and wrong requests, and to a hand that draws on its page.</summary>
[Collection(PackageTests.Name)]
public sealed class WebApiTests(Feed feed)
{
    private const int Side = 20;

    [Fact]
    public async Task It_reads_digits_and_explains_what_is_wrong_with_a_request()
    {
        Shell shell = feed.Sample("WebApi", "web api");
        shell.Dotnet("build -c Release -warnaserror");
        string program = Path.Combine(shell.Folder, "bin", "Release", "net10.0", "WebApi.dll");
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "ModelGen.dll")));
        using Server server = new(program);
        using HttpClient client = new() { BaseAddress = new Uri(server.Address) };

        await AssertAnswers(client);
        await AssertProblems(client);
        await AssertManyAtOnce(client);
        if (Chromium.Program is not null) await AssertHandIsRead(server);
    }

    private static async Task AssertAnswers(HttpClient client)
    {
        JsonNode one = await Json(await Post(client, "digits", Picture(One)));
        Assert.Equal(1, one["digit"]!.GetValue<int>());
        Assert.Equal(1, one["probabilities"]!.AsArray().Sum(each => each!.GetValue<double>()), 1e-5);

        // The other way round, light on dark, and several at once: the same answer.
        JsonNode inverted = await Json(await Post(client, "digits", Picture((x, y) => (byte)(255 - One(x, y)))));
        Assert.Equal(one.ToJsonString(), inverted.ToJsonString());
        JsonArray several = (await Json(await Post(client, "digits/batch", new JsonArray(Picture(One), Picture((_, _) => 200))))).AsArray();
        Assert.Equal(1, several[0]!["digit"]!.GetValue<int>());
        Assert.Equal(
            one["probabilities"]![1]!.ToJsonString(),
            several[0]!["probability"]!.ToJsonString());
        Assert.Null(several[1]!["digit"]);
        Assert.Contains("<canvas", await client.GetStringAsync(""), StringComparison.Ordinal);
    }

    private static async Task AssertProblems(HttpClient client)
    {
        JsonObject wrong = new() { ["width"] = 0, ["height"] = 5000 };
        await AssertProblem(
            await Post(client, "digits", wrong),
            HttpStatusCode.BadRequest,
            "width: must be from 1 to 4096; 0 was given",
            "height: must be from 1 to 4096; 5000 was given",
            "pixels: is missing: the brightness of each pixel, as base64");
        JsonObject shorter = Picture(One);
        shorter["width"] = Side + 1;
        await AssertProblem(
            await Post(client, "digits", shorter), HttpStatusCode.BadRequest, "pixels: must be 420 bytes, 21 times 20; 400 were given");
        await AssertProblem(
            await Post(client, "digits/batch", new JsonArray(Picture(One), shorter.DeepClone())),
            HttpStatusCode.BadRequest,
            "[1].pixels: must be 420 bytes, 21 times 20; 400 were given");
        await AssertProblem(
            await Post(client, "digits/batch", new JsonArray()), HttpStatusCode.BadRequest, "[]: must be 1 to 1000 pictures; 0 were given");
        await AssertProblem(
            await Post(client, "digits/batch", new JsonArray((JsonNode?)null)), HttpStatusCode.BadRequest, "[0]: is null");
        await AssertProblem(await Post(client, "digits", Picture((_, _) => 90)), HttpStatusCode.UnprocessableEntity);
        StringContent cut = new("{", Encoding.UTF8, "application/json"), text = new("3", Encoding.UTF8, "text/plain");
        await AssertProblem(await client.PostAsync("digits", cut), HttpStatusCode.BadRequest);
        await AssertProblem(await client.PostAsync("digits", text), HttpStatusCode.UnsupportedMediaType);

        // The body is sent when the server says that it wants it, which it does not.
        using HttpRequestMessage large = new(HttpMethod.Post, "digits")
        {
            Content = new StringContent(new string(' ', 5 << 20), Encoding.UTF8, "application/json"),
        };
        large.Headers.ExpectContinue = true;
        await AssertProblem(await client.SendAsync(large), HttpStatusCode.RequestEntityTooLarge);
        await AssertProblem(await client.GetAsync("digits"), HttpStatusCode.MethodNotAllowed);
        await AssertProblem(await client.GetAsync("nothing"), HttpStatusCode.NotFound);
    }

    /// <summary>The network has no lock. Callers that go away do not matter to the others.</summary>
    private static async Task AssertManyAtOnce(HttpClient client)
    {
        string right = await (await Post(client, "digits", Picture(One))).Content.ReadAsStringAsync();
        JsonArray many = new([.. Enumerable.Range(0, 1000).Select(_ => Picture(One))]);
        Task[] given = [.. Enumerable.Range(0, 4).Select(async i =>
        {
            using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(5 + (10 * i)));
            try
            {
                await client.PostAsync("digits/batch", Content(many), soon.Token);
            }
            catch (OperationCanceledException)
            {
                // As it should be.
            }
        })];
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
            await (await Post(client, "digits", Picture(One))).Content.ReadAsStringAsync()));
        Assert.All(answers, answer => Assert.Equal(right, answer));
        await Task.WhenAll(given);
        Assert.Equal(1000, (await Json(await Post(client, "digits/batch", many))).AsArray().Count);
    }

    private static async Task AssertHandIsRead(Server server)
    {
        await using Chromium browser = await Chromium.Open(server.Address);
        await DrawnDigits.AssertRead(browser, "web-api");
    }

    private static async Task AssertProblem(HttpResponseMessage response, HttpStatusCode status, params string[] errors)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        Assert.NotNull(problem["title"]);
        IEnumerable<string> found = problem["errors"]?.AsObject().Select(error => $"{error.Key}: {error.Value![0]}") ?? [];
        Assert.Equal(errors, found);
    }

    private static async Task<JsonNode> Json(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, JsonNode body) => client.PostAsync(path, Content(body));

    private static StringContent Content(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    /// <summary>A one: a bar with a little flag.</summary>
    private static byte One(int x, int y) =>
        (x is >= 9 and <= 11 && y is >= 2 and <= 17) || (x is 7 or 8 && y is 4 or 5) ? (byte)0 : (byte)255;

    private static JsonObject Picture(Func<int, int, byte> brightness) => new()
    {
        ["width"] = Side,
        ["height"] = Side,
        ["pixels"] = Convert.ToBase64String([.. Enumerable.Range(0, Side * Side).Select(i => brightness(i % Side, i / Side))]),
    };
}
