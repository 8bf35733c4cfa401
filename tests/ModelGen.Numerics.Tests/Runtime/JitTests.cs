using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>Asks the real JIT, in a process of its own, what it made of the kernels.</summary>
public sealed partial class JitTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Every_kernel_is_optimised_and_calls_nothing(int bits)
    {
        string listing = Disassemble(bits);
        List<string> problems = [];
        HashSet<string> seen = [];
        foreach (Match method in Listing().Matches(listing))
        {
            (string name, string tier, string code) = (method.Groups["name"].Value, method.Groups["tier"].Value, method.Groups["code"].Value);
            seen.Add(name);
            if (tier != "FullOpts") problems.Add($"{name} is {tier} code");

            // Programs call kernels, and the elementary functions that were not inlined show up as calls in kernels.
            string method1 = name[(name.LastIndexOf(':') + 1)..];
            if (!KernelName().IsMatch(method1)) continue;
            string[] calls = [.. Call().Matches(code).Select(call => call.Groups["target"].Value.Trim()).Distinct()];
            if (calls.Length > 0) problems.Add($"{name} calls {string.Join(", ", calls)}");
        }

        foreach (Type model in Zoo.At(512).GetTypes().Where(type => type.Name == $"Kernels{bits.ToString(CultureInfo.InvariantCulture)}"))
        {
            foreach (MethodInfo method in model.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                string name = $"{model.FullName}:{method.Name}";
                if (KernelName().IsMatch(method.Name) && !seen.Contains(name)) problems.Add($"{name} was never compiled: nothing calls it, or it was inlined");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(seen.Count > 50, $"Only {seen.Count} methods were found in the listing.");
    }

    private static string Disassemble(int bits)
    {
        string output = Path.Combine(Zoo.Folder, $"jit{bits.ToString(CultureInfo.InvariantCulture)}.txt");
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, ["exec", Path.Combine(Zoo.Folder, "Zoo.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MODELGEN_VECTOR_BITS"] = bits.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_JitStdOutFile"] = output;
        start.Environment["DOTNET_JitDisasm"] = $"*Kernels{bits.ToString(CultureInfo.InvariantCulture)}:*";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && printed.TrimEnd().EndsWith("all done", StringComparison.Ordinal), printed + errors.Result);
        return File.ReadAllText(output);
    }

    [GeneratedRegex(@"; Assembly listing for method (?<name>[^\(\s]+)\([^\n]*\((?<tier>[^)\n]+)\)\n(?<code>.*?)(?=; Assembly listing|\z)", RegexOptions.Singleline)]
    private static partial Regex Listing();

    [GeneratedRegex(@"^(Contract|Map|Sum|Max|Permute|Compact|Copy|Concat|Pad|Slice|Gather)\d+$")]
    private static partial Regex KernelName();

    [GeneratedRegex(@"^\s+(tail\.jmp|call)\s+(?<target>[^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Call();
}
