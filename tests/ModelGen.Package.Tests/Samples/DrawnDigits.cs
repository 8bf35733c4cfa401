using System.Text.Json.Nodes;
using Xunit;

namespace ModelGen.Package.Tests.Samples;

/// <summary>The page on which digits are drawn: of a server, or with the network inside.</summary>
internal static class DrawnDigits
{
    private const string Digit = "document.getElementById('digit').textContent.trim()";

    /// <summary>
    /// Draws each digit, and demands that the page reads it. Where MODELGEN_SCREENSHOTS names a folder, pictures go there.
    /// </summary>
    /// <param name="browser">With the page open.</param>
    /// <param name="name">The name of the pictures.</param>
    public static async Task AssertRead(Chromium browser, string name)
    {
        await browser.Until("document.getElementById('canvas') && document.querySelectorAll('#bars li').length === 10");
        await Picture(browser, name + "-empty");
        for (int digit = 0; digit <= 9; digit++)
        {
            await browser.Draw("#canvas", Handwriting.Of(digit));
            await browser.Until($"{Digit} === '{digit}'");
            await browser.Until($"document.querySelectorAll('#bars li')[{digit}].className === 'best'");
            await Picture(browser, $"{name}-{digit}");
            await browser.Evaluate("document.getElementById('clear').click()");
            await browser.Until($"{Digit} === '?'");
        }
    }

    private static async Task Picture(Chromium browser, string name)
    {
        if (Environment.GetEnvironmentVariable("MODELGEN_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".png"), await browser.Screenshot());
        JsonNode? canvas = await browser.Evaluate(
            "(c => { c.width = c.height = 112; c.getContext('2d').drawImage(document.getElementById('canvas'), 0, 0, 112, 112); "
                + "return c.toDataURL().split(',')[1]; })(document.createElement('canvas'))");
        await File.WriteAllBytesAsync(Path.Combine(folder, name + "-canvas.png"), Convert.FromBase64String(canvas!.GetValue<string>()));
    }
}
