using System.Text.Json.Serialization;
using Digits;
using WebApi;

const long MostBytes = 4 << 20;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = MostBytes);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));
builder.Services.AddProblemDetails();

// For this machine only, unless --urls says otherwise.
if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls("http://127.0.0.1:5080");

WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapGet("/", () => Page.File("index.html", "text/html; charset=utf-8"));
app.MapGet("/draw.js", () => Page.File("draw.js", "text/javascript"));
app.MapGet("/style.css", () => Page.File("style.css", "text/css"));
app.MapPost("/digits", Endpoints.Read);
app.MapPost("/digits/batch", Endpoints.ReadAll);
app.Run();

namespace WebApi
{
    /// <summary>Requests and answers, for the compiler that writes their readers and writers.</summary>
    [JsonSerializable(typeof(Picture))]
    [JsonSerializable(typeof(Picture[]))]
    [JsonSerializable(typeof(DigitAnswer))]
    [JsonSerializable(typeof(BatchAnswer[]))]
    [JsonSerializable(typeof(HttpValidationProblemDetails))]
    [JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
    [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
    internal sealed partial class Json : JsonSerializerContext;

    /// <summary>The page lies in the assembly, like the weights.</summary>
    internal static class Page
    {
        /// <summary>A file of the page.</summary>
        public static IResult File(string name, string type) =>
            Results.Stream(typeof(Page).Assembly.GetManifestResourceStream("page/" + name)!, type);
    }
}
