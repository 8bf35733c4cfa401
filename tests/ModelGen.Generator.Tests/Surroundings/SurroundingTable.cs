using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static ModelGen.Generator.Tests.Surroundings.Surrounding;

namespace ModelGen.Generator.Tests.Surroundings;

/// <summary>Hostile surroundings: what projects may contain, and how they may be compiled.</summary>
internal static class SurroundingTable
{
    /// <summary>The simple names of everything that generated code uses.</summary>
    private static readonly string[] Used =
    [
        "Math",
        "Span",
        "ReadOnlySpan",
        "Unsafe",
        "Vector512",
        "Vector256",
        "Vector128",
        "MemoryMarshal",
        "MethodImpl",
        "MethodImplAttribute",
        "MethodImplOptions",
        "ThreadStatic",
        "ThreadStaticAttribute",
        "System",
        "ModelGen",
        "Runtime",
        "Serialization",
        "Buffer",
        "Array",
        "AlignedBuffer",
        "Arguments",
        "ParameterSet",
        "Workers",
        "Part",
        "Losses",
        "GeneratedCode",
        "InvalidOperationException",
        "Exp",
        "Tanh",
        "SumLanes",
        "Contract1",
        "Float",
        "Int32",
        "Single",
        "Compiler",
        "Intrinsics",
    ];

    private const string Net = $"{Attributes} public partial class Net";

    public static IReadOnlyList<Surrounding> All { get; } =
    [
        // Names that generated code uses, taken by the user.
        new("properties of the class", InAcme($"{Net} {{ {Each("public int {0} {{ get; set; }}")} }}")),
        new(
            "properties of a class with images",
            InAcme($"{ImageAttributes} public partial class Net {{ {Each("public int {0} {{ get; set; }}")} }}")),
        new(
            "methods of the class",
            InAcme(
                $"{Net} {{ {Each("public static string {0}(object a) => a.ToString() ?? \"\";")} public static string nameof(int a) => "
                    + "a.ToString(); }")),
        new("types nested in the class", InAcme($"{Net} {{ {Each("public class {0};")} }}")),
        new("properties of a container", InAcme($"public partial class Outer {{ {Net}; {Each("public int {0} {{ get; set; }}")} }}"))
        {
            Model = "Acme.Outer+Net",
        },
        new("types nested in a container", InAcme($"public partial class Outer {{ {Net}; {Each("public struct {0};")} }}"))
        {
            Model = "Acme.Outer+Net",
        },
        new("type parameters of a container", InAcme($"public partial class Outer<{string.Join(", ", Used)}> {{ {Net}; }}"))
        {
            Model = "Acme.Outer`36+Net",
            TypeArguments = Enumerable.Repeat(typeof(int), 36).ToArray(),
        },
        new("types in the namespace", InAcme($"{Net}; {Each("public class {0};")}")),
        new(
            "types in the namespace of a class with images",
            InAcme($"{ImageAttributes} public partial class Net; {Each("public class {0};")}")),
        new("types in a namespace around", $"namespace Acme {{ {Each("public class {0};")} namespace Inner {{ {Net}; }} }}")
        {
            Model = "Acme.Inner.Net",
        },
        new("sibling namespaces", InAcme(Net + ";"), Each("namespace Acme.{0} {{ public class Some; }}\n")),
        new("types in the global namespace, beside the class", $"{Net}; {Each("public class {0};", "System", "ModelGen")}")
        {
            Model = "Net",
        },
        new("types in the global namespace", InAcme(Net + ";"), Each("public class {0};", "System", "ModelGen")),
        new("file-local types", $"namespace Acme; {Net}; {Each("file class {0};")}"),
        new(
            "global aliases",
            string.Concat(Without("System", "ModelGen").Select(name => $"global using {name} = System.Version;\n"))
                + $"namespace Acme {{ {Net}; }}"),
        new(
            "global aliases, in the global namespace",
            string.Concat(Without("System", "ModelGen").Select(name => $"global using {name} = System.Version;\n")) + Net + ";")
        {
            Model = "Net",
        },
        new(
            "using static",
            "global using static System.Math; global using static System.MathF; global using static "
                + "System.Runtime.CompilerServices.Unsafe;",
            InAcme(Net + ";")),
        new("constants of the layers' names", InAcme($"{Net} {{ public const int Dense1 = 1, Dense2 = 2; }}")),

        // Where the class stands.
        new("a namespace like ours", $"namespace Acme.ModelGen.Runtime; {Attributes} public partial class Net;")
        {
            Model = "Acme.ModelGen.Runtime.Net",
        },
        new("a namespace inside of ours", $"namespace ModelGen.Models; {Net};") { Model = "ModelGen.Models.Net" },
        new("a namespace inside of System", $"namespace System.Acme; {Net};") { Model = "System.Acme.Net" },
        new("a namespace of keywords", $"namespace @event.@namespace.record.file.@class.where; {Net};")
        {
            Model = "event.namespace.record.file.class.where.Net",
        },
        new("namespaces in namespaces", $"namespace Acme {{ namespace @in {{ namespace Deep.Er {{ {Net}; }} }} }}")
        {
            Model = "Acme.in.Deep.Er.Net",
        },
        new(
            "containers of every kind",
            InAcme(
                $$"""
                public partial struct A { public partial record B { public readonly partial record struct C {
                    public partial interface D { internal static partial class E {
                    public ref partial struct F { private protected sealed partial class G { {{Net}}; } } } } } } }
                """.Replace("private protected sealed partial class G", "internal sealed partial class G", StringComparison.Ordinal)))
        {
            Model = "Acme.A+B+C+D+E+F+G+Net",
        },
        new(
            "generic containers",
            InAcme(
                $$"""
                public partial class A<T> where T : class, System.IComparable<T>, new()
                {
                    public partial struct B<U, V> where U : unmanaged where V : T { {{Net}}; }
                }
                """))
        {
            Model = "",
        },
        new(
            "a constrained interface around",
            InAcme($"public partial interface IA<T, U> where T : notnull where U : allows ref struct {{ {Net}; }}"))
        {
            Model = "",
        },
        new(
            "containers named like keywords",
            Quiet
                + InAcme(
                    $"public partial class @file {{ partial struct @record {{ partial class @required {{ partial class @scoped {{ partial "
                        + $"class @where {{ {Net}; }} }} }} }} }}"))
        {
            Model = "Acme.file+record+required+scoped+where+Net",
        },
        new(
            "more containers named like keywords",
            Quiet
                + InAcme(
                    $"public partial class @class {{ partial struct @field {{ partial class @extension {{ partial class @async {{ partial "
                        + $"class @partial {{ {Net}; }} }} }} }} }}"))
        {
            Model = "Acme.class+field+extension+async+partial+Net",
        },
        new(
            "type parameters named like keywords",
            Quiet + InAcme($"public partial class Outer<@class, @file, @where, @record, @scoped, @extension> {{ {Net}; }}"))
        {
            Model = "",
        },
        new(
            "classes named like keywords",
            Quiet
                + InAcme(
                    EachOf(
                        $"{Attributes} public partial class @{{0}};",
                        ["class", "record", "file", "scoped", "required", "field", "extension"])))
        {
            Model = "Acme.extension",
        },
        new(
            "classes that differ in case",
            InAcme(
                $"{Net}; {Attributes} public partial class NET; {Attributes} public partial class NeT {{ public partial class Inner {{ "
                    + $"{Net}; {Attributes} public partial class NEt; }} }}")),
        new(
            "nested classes named like files",
            Quiet
                + InAcme(
                    $"public partial class Net {{ "
                        + $"{EachOf($"{Attributes} public partial class {{0}};", ["Programs", "Kernels512x", "kernels"])} {Attributes} "
                            + $"public partial class Explain; }} {Attributes} public partial class Net;")),
        new(
            "letters beyond ASCII",
            InAcme(
                $"{Attributes} public partial class Größe; public partial class Naïve<Ünit> {{ {Net}; {Attributes} public partial class "
                    + "模型; }"))
        {
            Model = "Acme.Größe",
        },
        // Where the class stands, again: odd but valid declarations around it.
        new("a namespace of the class's name", $"namespace Net {{ {Net}; }}") { Model = "Net.Net" },
        new("a class of the namespace's name", $"namespace Acme.Inner {{ {Attributes} public partial class Acme; }}")
        {
            Model = "Acme.Inner.Acme",
        },
        new("names with escapes", InAcme($"{Attributes} public partial class N\\u0065t; public partial class \\u0041B {{ {Net}; }}")),
        new("a very long name", $"namespace {LongName('n')}.{LongName('m')} {{ public partial class {LongName('C')} {{ {Net}; }} }}")
        {
            Model = $"{LongName('n')}.{LongName('m')}.{LongName('C')}+Net",
        },
        new(
            "a nested class that hides another",
            InAcme(
                $"public class Base {{ public class Net; }} public partial class Outer : Base {{ {Attributes} public new partial class "
                    + "Net; }"))
        {
            Model = "Acme.Outer+Net",
        },
        new(
            "attributes on type parameters",
            InAcme(
                "[System.AttributeUsage(System.AttributeTargets.All)] public class Mark : System.Attribute; "
                    + $"public partial class A<[Mark] T> where T : class? {{ {Net}; }}"))
        {
            Model = "",
        },
        new(
            "containers with primary constructors",
            InAcme(
                "public partial class A(int a) { public int Value => a; public partial record B(string Text) { "
                    + $"public partial struct C(int c) {{ public int Value => c; {Net}; }} }} }}"))
        {
            Model = "Acme.A+B+C+Net",
        },
        new("a static container", InAcme($"public static partial class Networks {{ {Net}; }}")) { Model = "Acme.Networks+Net" },
        new("a type that derives from its container", InAcme($"public partial class Outer {{ {Net}; public class Other : Outer; }}"))
        {
            Model = "Acme.Outer+Net",
        },
        new(
            "aliases in the file",
            "using Math = System.Version; using Span = System.Uri; using Vector512 = System.Guid; using Single = System.Double;\n"
                + InAcme(Net + ";")),
        new(
            "types nested in a class that is used statically",
            "global using static Acme.Names;",
            InAcme($"public static class Names {{ {Each("public class {0};")} }} {Net};")),
        new("polyfills", $$"""
            namespace System.Runtime.CompilerServices
            {
                internal static class IsExternalInit;
                internal sealed class RequiredMemberAttribute : Attribute;
                internal sealed class CompilerFeatureRequiredAttribute(string feature) : Attribute { public string Name => feature; }
                internal sealed class ModuleInitializerAttribute : Attribute;
            }
            namespace System.Diagnostics.CodeAnalysis { internal sealed class SetsRequiredMembersAttribute : Attribute; }
            namespace Acme { {{Net}}; }
            """),
        new(
            "extension methods",
            InAcme(
                $$"""
                {{Net}};
                public static class Extensions
                {
                    public static void Predict(this Net net, int x) => net.LearningRate = x;
                    public static int Slice(this System.Span<float> span, string start) => span.Length + start.Length;
                    public static void Deconstruct(this Net net, out int a, out int b) => (a, b) = (net.Threads, 2);
                }
                """)),
        new("directives", $"""
            #nullable disable
            #pragma warning disable
            #line 100 "elsewhere.cs"
            namespace Acme
            {"{"}
            #if !NEVER
            {Net}
            #endif
            #line hidden
                ;
            {"}"}
            #line default
            """),
        new("a class that is obsolete", InAcme($"[System.Obsolete(\"Gone.\", true)]\n{Net};")),
        new(
            "a class that is not for every language",
            $"[assembly: System.CLSCompliant(true)]\nnamespace Acme {{ [System.CLSCompliant(false)] {Net}; }}"),
        new(
            "a class that cannot be trimmed",
            InAcme($"[System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode(\"It reflects.\")] {Net};")),
        new("a generic attribute of itself", InAcme($"public class Of<T> : System.Attribute; [Of<Net>] {Net};")),
        new("an unsafe class", InAcme($"{Attributes} public unsafe partial class Net {{ public int* Pointer; }}")),
        new("statements at the top level", "System.Console.WriteLine(Acme.Net.Summary);\n" + InAcme(Net + ";"))
        {
            Project = Program,
        },
        new(
            "a static constructor, fields and events",
            InAcme(
                $"{Net} {{ private static readonly float[] table = new float[3]; static Net() => table[0] = 1; "
                    + "public event System.Action? Trained { add { _ = table; } remove { } } }")),
        new(
            "nested classes that derive from the model",
            InAcme($"{Net} {{ public class Derived(int seed) : Net(seed); public Derived Child => new(1); }}")),
        new(
            "partial members",
            InAcme(
                $"{Net} {{ public partial int Answer {{ get; }} public partial int Answer => 42; partial void OnTrained(int step); "
                    + "public partial string Name(int a); public partial string Name(int a) => \"\"; }")),

        // What else the class has.
        new("docs of its own", InAcme($"/// <summary>My own words.</summary>\n/// <remarks>And more.</remarks>\n{Net};")),
        new(
            "interfaces of its own",
            InAcme(
                $"{Net} : System.IDisposable, System.IEquatable<Net> {{ public void Dispose() {{ }} bool "
                    + "System.IEquatable<Net>.Equals(Net? other) => other == this; }")),
        new(
            "constructors, operators and overloads",
            InAcme(
                $$"""
                {{Net}}
                {
                    static Net() { }
                    public Net(string path) : this(path.Length) { }
                    public static implicit operator Net(int seed) => new(seed);
                    public static explicit operator float(Net net) => net.LearningRate;
                    public int this[int index] => index;
                    public int Predict(float[] input)
                    {
                        var output = new float[OutputSize];
                        Predict(input, output);
                        return output[0] > output[1] ? 0 : 1;
                    }
                    ~Net() { }
                }
                """)),
        new(
            "attributes of its own",
            InAcme($"[System.Obsolete(\"Use another.\"), System.Serializable, System.Diagnostics.DebuggerDisplay(\"net\")]\n{Net};")),
        new("an experimental class", InAcme($"[System.Diagnostics.CodeAnalysis.Experimental(\"ACME1\")]\n{Net};")),
        new(
            "declared in several parts",
            InAcme(
                $"{Net}; public partial class Net {{ public int A; }} partial class Net : System.ICloneable {{ public object Clone() => "
                    + "this; }")),
        new("an internal, sealed class", InAcme($"{Attributes} internal sealed partial class Net;")),
        new(
            "an abstract container",
            InAcme(
                $"public abstract partial class Outer {{ {Attributes} protected internal partial class Net; public abstract void "
                    + "Predict(); }"))
        {
            Model = "Acme.Outer+Net",
        },
        new("required members elsewhere", InAcme($"{Net}; public class Settings {{ public required string Name {{ get; init; }} }}")),

        // How it is compiled.
        new Surrounding("overflow checks", InAcme(Net + ";")).Compiled(options => options.WithOverflowChecks(true)),
        new Surrounding("no unsafe code", InAcme(Net + ";")).Compiled(options => options.WithAllowUnsafe(false)),
        new Surrounding("no nullable annotations", InAcme(Net + ";")).Compiled(options =>
            options.WithNullableContextOptions(NullableContextOptions.Disable)),
        new Surrounding("nullable warnings only", InAcme(Net + ";")).Compiled(options =>
            options.WithNullableContextOptions(NullableContextOptions.Warnings)),
        new Surrounding("a debug build", InAcme(Net + ";")).Compiled(options => options.WithOptimizationLevel(OptimizationLevel.Debug)),
        new Surrounding("warnings as errors", InAcme(Net + ";")).Compiled(options =>
            options.WithGeneralDiagnosticOption(ReportDiagnostic.Error)),
        new Surrounding("C# 13", InAcme(Net + ";")).Parsed(options => options.WithLanguageVersion(LanguageVersion.CSharp13)),
        new Surrounding("the preview of C#", InAcme(Net + ";")).Parsed(options => options.WithLanguageVersion(LanguageVersion.Preview)),
        new Surrounding("preprocessor symbols", InAcme(Net + ";")).Parsed(options =>
            options.WithPreprocessorSymbols("DEBUG", "NET", "NET10_0_OR_GREATER", "Vector512", "Exp")),
        new Surrounding("docs that are not read", InAcme(Net + ";")).Parsed(options =>
            options.WithDocumentationMode(DocumentationMode.None)),
        new(
            "an assembly for every language",
            $"[assembly: System.CLSCompliant(true)]\nnamespace Acme {{ {Net}; {ImageAttributes} public partial class Images; }}"),
        new(
            "friends",
            $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")]\nnamespace Acme {{ {Attributes} internal partial "
                + "class Net; }"),
        new("locals that are not cleared", $"[module: System.Runtime.CompilerServices.SkipLocalsInit]\nnamespace Acme {{ {Net}; }}"),
        new(
            "references with an alias beside the usual one",
            "extern alias mg;\n" + InAcme(Net.Replace("global::", "mg::", StringComparison.Ordinal) + ";"))
        {
            Project = HarnessProject.Default with
            {
                References =
                [
                    .. GeneratorHarness.ConsumerReferences.Select(reference =>
                        reference.Display!.EndsWith("ModelGen.dll", StringComparison.Ordinal)
                            ? ((PortableExecutableReference)reference).WithAliases(["global", "mg"])
                            : reference),
                ],
            },
        },
    ];

    private static HarnessProject Program =>
        new Surrounding("").Compiled(options => options.WithOutputKind(OutputKind.ConsoleApplication)).Project;

    private static string LongName(char letter) => new(letter, 200);

    /// <summary>Names in lower case warn where the user writes them.</summary>
    private const string Quiet = "#pragma warning disable CS8981\n";

    private static string InAcme(string text) => $"namespace Acme {{ {text} }}";

    private static IEnumerable<string> Without(params string[] names) => Used.Except(names, StringComparer.Ordinal);

    private static string Each(string format, params string[] without) => EachOf(format, [.. Without(without)]);

    private static string EachOf(string format, params string[] names) =>
        string.Join(
            ' ',
            names.Select(name =>
                format
                    .Replace("{0}", name, StringComparison.Ordinal)
                    .Replace("{{", "{", StringComparison.Ordinal)
                    .Replace("}}", "}", StringComparison.Ordinal)));
}
