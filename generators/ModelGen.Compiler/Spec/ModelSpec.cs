namespace ModelGen.Compiler.Spec;

/// <summary>A model class as declared: everything the compiler needs, and nothing that belongs to Roslyn.</summary>
/// <remarks>
/// This record is the cut-off of the incremental pipeline. It holds strings, numbers and arrays with value equality only:
/// no symbol, no syntax node, no location. Two equal specs give the same generated text.
/// </remarks>
public sealed record ModelSpec
{
    /// <summary>The class itself.</summary>
    public required ClassSpec Class { get; init; }

    /// <summary>ModelGen's attributes of the class, in source order.</summary>
    public required EquatableArray<AttributeSpec> Attributes { get; init; }

    /// <summary>The <c>[Model]</c> attribute itself; null if it has no arguments.</summary>
    public AttributeSpec? Options { get; init; }

    /// <summary>Every block the model reaches, each once, in the order they are first reached.</summary>
    public required EquatableArray<BlockSpec> Blocks { get; init; }

    /// <summary>The user's functions that layers and the loss are made of, and those they call.</summary>
    public EquatableArray<FunctionSpec> Functions { get; init; }

    /// <summary>What is wrong in the method that declares the layers, <c>Forward</c>; null if nothing is, or there is none.</summary>
    public FunctionProblem? ForwardProblem { get; init; }

    /// <summary>Whether layers are missing because one of those that are there has a mistake.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>How products and sums are rounded.</summary>
    public Arithmetic Arithmetic { get; init; }

    /// <summary>False if an attribute could not be read.</summary>
    /// <remarks>The mistake is reported elsewhere: by C#, or on the model whose constant the attribute names.</remarks>
    public bool IsReadable { get; init; } = true;

    /// <summary>The file of weights that the declaration asks for, or null.</summary>
    public string? WeightsGiven { get; init; }

    /// <summary>The weights of a model that only predicts, which the project may give it as well; null if it is trained.</summary>
    public WeightsSpec? Weights { get; init; }

    /// <summary>Whether the model only predicts: it has weights when it is compiled, and no members for training.</summary>
    public bool OnlyPredicts => Weights is not null || WeightsGiven is not null;

    /// <summary>The version of C# that its generated half is written in.</summary>
    public int OldestLanguage => OnlyPredicts ? ClassSpec.OldestLanguageToPredict : ClassSpec.OldestLanguage;

    /// <summary>The version of C# it is compiled as, if that is too old; otherwise null.</summary>
    public string? OldLanguage => Class.LanguageMajor < OldestLanguage ? Class.OldLanguage : null;

    /// <summary>The framework that the project is compiled for, if models cannot be trained there; otherwise null.</summary>
    public string? FrameworkWithoutTraining { get; init; }

    /// <summary>Whether several processes can train the model together: the project references <c>ModelGen.Mpi</c>.</summary>
    public bool SharesSteps { get; init; }

    /// <summary>Whether the framework has fused multiply-adds of vectors, which came with .NET 9.</summary>
    public bool HasFusedVectors { get; init; } = true;
}

/// <summary>A reusable piece: a class with <c>[Block]</c>.</summary>
/// <param name="Name">Its fully qualified name, which <see cref="AttributeSpec.TypeArguments"/> refers to.</param>
/// <param name="DisplayName">Its short name, for messages and default layer names.</param>
/// <param name="IsBlock">Whether the class carries <c>[Block]</c>; a use of one without is a mistake.</param>
/// <param name="Attributes">Its attributes, in source order.</param>
/// <param name="DeclarationsWithAttributes">On how many declarations of the partial class layer attributes stand.</param>
public sealed record BlockSpec(
    string Name, string DisplayName, bool IsBlock, EquatableArray<AttributeSpec> Attributes, int DeclarationsWithAttributes)
{
    /// <summary>The other assembly that it is compiled in; null if its source is here.</summary>
    public string? Assembly { get; init; }
}

/// <summary>The declaration of a model class.</summary>
public sealed record ClassSpec
{
    /// <summary>The namespace, empty for the global one.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Headers of the types it is nested in, outermost first, such as <c>partial class Outer</c>.</summary>
    public required EquatableArray<string> ContainingTypes { get; init; }

    public required bool IsPartial { get; init; }

    public bool ContainersArePartial { get; init; } = true;

    public bool IsStatic { get; init; }

    public bool IsAbstract { get; init; }

    public bool IsGeneric { get; init; }

    public bool IsRecord { get; init; }

    public bool IsPublic { get; init; } = true;

    /// <summary>The base class if there is one other than <c>object</c>; members could collide, so it is refused.</summary>
    public string? BaseType { get; init; }

    /// <summary>Whether the class, or a type around it, exists in its file only.</summary>
    public bool IsFileLocal { get; init; }

    /// <summary>The first member the user declared whose name the generator needs, or null.</summary>
    public string? CollidingMember { get; init; }

    /// <summary>The first member that every object must be given a value for, or null.</summary>
    public string? RequiredMember { get; init; }

    /// <summary>The version of C# that generated code is written in.</summary>
    public const int OldestLanguage = 13;

    /// <summary>The same for a model that only predicts: that of .NET 8.</summary>
    public const int OldestLanguageToPredict = 12;

    /// <summary>The version of C# the class is compiled as, if it is too old; otherwise null.</summary>
    public string? OldLanguage { get; init; }

    /// <summary>The major part of that version; a huge number if it is not too old.</summary>
    public int LanguageMajor => OldLanguage is null
        ? int.MaxValue
        : int.Parse(OldLanguage.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether the user wrote a <c>summary</c> of the class.</summary>
    public bool HasSummary { get; init; }

    /// <summary>Whether the user wrote <c>remarks</c> on the class.</summary>
    public bool HasRemarks { get; init; }

    /// <summary>Whether its assembly is CLS-compliant, so that the class must be marked as not compliant.</summary>
    public bool ChecksCompliance { get; init; }

    /// <summary>Whether the names of its files equal those of another model, apart from case.</summary>
    public bool NeedsUniqueFiles { get; init; }

    /// <summary>On how many declarations of the partial class attributes of the pipeline stand.</summary>
    public int DeclarationsWithAttributes { get; init; } = 1;

    /// <summary>The name under which the class is found in metadata, such as <c>A.Outer`1+Net</c>.</summary>
    public string MetadataName { get; init; } = "";

    public string FullName => Namespace.Length == 0 ? Name : Namespace + "." + Name;
}

/// <summary>One attribute: its class and its arguments as plain values.</summary>
/// <param name="TypeName">The metadata name without arity, such as <c>DenseAttribute</c>.</param>
/// <param name="TypeArguments">Fully qualified names of the type arguments (blocks).</param>
/// <param name="Positional">Constructor arguments; a params array is one array value.</param>
/// <param name="Named">Property assignments.</param>
public sealed record AttributeSpec(
    string TypeName,
    EquatableArray<string> TypeArguments,
    EquatableArray<ArgumentSpec> Positional,
    EquatableArray<ArgumentSpec> Named)
{
    /// <summary>The user's function that it names; null for attributes that name none.</summary>
    public FunctionUse? Function { get; init; }
}

/// <summary>An argument: the name of the parameter or property, and its value.</summary>
public sealed record ArgumentSpec(string Name, ValueSpec Value);

/// <summary>A constant an attribute can hold.</summary>
public abstract record ValueSpec
{
    public sealed record Null : ValueSpec;

    public sealed record Number(double Value) : ValueSpec;

    public sealed record Text(string Value) : ValueSpec;

    public sealed record Flag(bool Value) : ValueSpec;

    public sealed record Array(EquatableArray<ValueSpec> Items) : ValueSpec;

    /// <summary>A constant of generated code that depends on the very model it is an argument of.</summary>
    /// <param name="Path">The models on the way, such as <c>Decoder → Encoder → Decoder</c>.</param>
    public sealed record Circular(string Path) : ValueSpec;
}
