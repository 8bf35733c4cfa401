#!/bin/sh
# The C# compiler takes many times as long for a native integer and a constant as for two native integers.
#
# `k * 3136` and `k + 16`, where k is nint, are the ordinary way to write an offset. The constant is an int, which converts to nint without
# loss, so that there is one operator to choose, as for `k * m` and for `i * 3136` of two ints. In generated code with tens of thousands of
# such expressions, the difference is most of the time of a build.
#
# Expected: about the time of `k * m`.
# Seen (Microsoft.CodeAnalysis.CSharp 4.14.0): ten times that and more. Two ints, one of them constant, are as fast as two variables.
#
# Ends with 0 as long as the constant costs at least 4 times as much, with 1 if the behaviour has changed, with 2 if the set-up failed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="4.14.0" />
  </ItemGroup>
</Project>
END
cat > Program.cs <<'END'
using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

const int Methods = 100, Statements = 200;
var library = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);
Console.WriteLine($"Microsoft.CodeAnalysis.CSharp {typeof(CSharpCompilation).Assembly.GetName().Version}");

string[] forms = ["nint * nint", "nint * constant", "nint + constant", "int * int", "int * constant"];
(string Type, string Expression)[] texts =
    [("nint", "k * m"), ("nint", "k * 3136"), ("nint", "k + 16"), ("int", "k * m"), ("int", "k * 3136")];
double[] best = [.. texts.Select(_ => double.MaxValue)];
for (int round = 0; round < 8; round++)
{
    for (int form = 0; form < texts.Length; form++) best[form] = Math.Min(best[form], Bind(texts[form].Type, texts[form].Expression));
}

for (int form = 0; form < forms.Length; form++) Console.WriteLine($"{forms[form],-16} {best[form],6:F2} microseconds a statement");
double ratio = Math.Min(best[1], best[2]) / best[0];
Console.WriteLine($"A constant beside a native integer: {ratio:F1} times a variable");
return ratio >= 4 ? 0 : 1;

double Bind(string type, string expression)
{
    StringBuilder text = new("static class Generated {\n");
    for (int method = 0; method < Methods; method++)
    {
        text.Append($"static {type} M{method}({type} k, {type} m) {{ {type} s = m;\n");
        for (int statement = 0; statement < Statements; statement++) text.Append($"s = {expression};\n");
        text.Append("return s; }\n");
    }

    var tree = CSharpSyntaxTree.ParseText(text.Append('}').ToString());
    var compilation = CSharpCompilation.Create(
        "generated",
        [tree],
        [library],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, concurrentBuild: false));
    var watch = Stopwatch.StartNew();
    var wrong = compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).ToArray();
    double microseconds = watch.Elapsed.TotalMicroseconds / (Methods * Statements);
    if (wrong.Length == 0) return microseconds;
    Console.WriteLine(wrong[0]);
    Environment.Exit(2);
    return 0;
}
END
dotnet build -c Release -o out -v q --nologo > build.log 2>&1 || { cat build.log; exit 2; }
dotnet out/finding.dll
