using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator.Tests.Surroundings;

/// <summary>A project in which generated code must compile without errors and warnings.</summary>
/// <param name="Name">What is unusual in it.</param>
/// <param name="Sources">Its files.</param>
public sealed record Surrounding(string Name, params string[] Sources)
{
    /// <summary>The attributes of a model with random numbers, functions, products and sums, and of one with images and tables.</summary>
    public const string Attributes =
        "[global::ModelGen.Model, global::ModelGen.Input(4), global::ModelGen.Dense(3), global::ModelGen.Tanh, "
            + "global::ModelGen.Dropout(0.1f), global::ModelGen.Dense(2), "
        + "global::ModelGen.SoftmaxCrossEntropy, global::ModelGen.Adam(0.1f)]";

    /// <summary>As <see cref="Attributes"/>, with images and a table of constants.</summary>
    public const string ImageAttributes =
        "[global::ModelGen.Model, global::ModelGen.Input(1, 4, 4), global::ModelGen.Conv2D(2, 3, UseBias = false), "
            + "global::ModelGen.BatchNorm, "
        + "global::ModelGen.Upsample2D(2, Mode = global::ModelGen.Upsampling.Bilinear), global::ModelGen.Flatten, "
            + "global::ModelGen.Dense(3), global::ModelGen.MeanSquaredError, global::ModelGen.Sgd(0.1f)]";

    /// <summary>The full name of the model's class, as reflection spells it.</summary>
    public string Model { get; init; } = "Acme.Net";

    /// <summary>The type arguments to make an instance with, if its containers take some.</summary>
    public IReadOnlyList<Type> TypeArguments { get; init; } = [];

    /// <summary>The users' members have no docs, which is not what is tested here.</summary>
    public HarnessProject Project { get; init; } = Documented;

    private static HarnessProject Documented { get; } =
        HarnessProject.Default with
        {
            CompilationOptions = HarnessProject.Default.CompilationOptions.WithSpecificDiagnosticOptions([
                KeyValuePair.Create("CS1591", ReportDiagnostic.Suppress),
            ]),
        };

    /// <summary>The same with another language version or preprocessor symbols.</summary>
    public Surrounding Parsed(Func<CSharpParseOptions, CSharpParseOptions> change) =>
        this with { Project = Project with { ParseOptions = change(Project.ParseOptions) } };

    /// <summary>The same with other settings of the compiler.</summary>
    public Surrounding Compiled(Func<CSharpCompilationOptions, CSharpCompilationOptions> change) =>
        this with { Project = Project with { CompilationOptions = change(Project.CompilationOptions) } };

    public override string ToString() => Name;
}
