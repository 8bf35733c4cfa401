using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Schedule;

/// <summary>Which buffer a tensor is in.</summary>
public enum Region
{
    /// <summary>The program's scratch memory.</summary>
    Arena,

    /// <summary>The model's parameters.</summary>
    Parameters,

    /// <summary>The model's gradients.</summary>
    Gradients,

    /// <summary>The next values of the model's buffers.</summary>
    NewBuffers,

    /// <summary>An optimizer state, named.</summary>
    State,

    /// <summary>Constants of the program, named.</summary>
    Tables,

    /// <summary>What a stream has seen, named.</summary>
    History,

    /// <summary>What a stream takes along, named.</summary>
    Carried,

    /// <summary>What it takes along to the next step, at the same offsets.</summary>
    NextCarried,

    /// <summary>What a stream has from before its first step, named.</summary>
    Given,

    /// <summary>Memory of the caller, named.</summary>
    External,
}

/// <summary>Where a tensor starts: region, name, and an offset of <c>PerSample × capacity + Fixed</c> elements of its type.</summary>
public sealed record Address(Region Region, string Name, int PerSample, int Fixed)
{
    /// <summary>The type of the elements: floats, except where parameters are kept narrow.</summary>
    public Element Element { get; init; }

    /// <summary>How far it moves from one iteration of its loop to the next, in elements.</summary>
    public int PerStep { get; init; }

    /// <summary>The address of a later element.</summary>
    public Address Plus(int elements) => elements == 0 ? this : this with { Fixed = Fixed + elements };

    /// <summary>Whether the padding between rows must stay zero.</summary>
    public bool CleanPadding => Region is Region.Parameters or Region.Gradients or Region.NewBuffers;
}

/// <summary>A tensor's address and layout.</summary>
public sealed record Storage(Address Address, Layout Layout);
