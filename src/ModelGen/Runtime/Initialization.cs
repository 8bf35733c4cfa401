namespace ModelGen.Runtime;

/// <summary>How the starting values of a parameter are drawn. See <see cref="Initialization"/> for the formulas.</summary>
public enum InitializationKind
{
    /// <summary>Every value is 0.</summary>
    Zeros,

    /// <summary>Every value is the scale.</summary>
    Constant,

    /// <summary>Normal, mean 0, standard deviation = scale.</summary>
    Normal,

    /// <summary>Uniform in ±scale·√(6 / (fan in + fan out)): Glorot and Bengio 2010.</summary>
    XavierUniform,

    /// <summary>Uniform in ±scale·√(3 / fan in), the scale being the gain: He et al. 2015.</summary>
    KaimingUniform,

    /// <summary>Normal, then scaled to the Euclidean length 1: where the power iteration of spectral normalization starts.</summary>
    UnitNormal,

    /// <summary>
    /// For each position along the first axis, the Euclidean length of what the parameter before this one holds there: the lengths of
    /// weight
    /// normalization, so that the weight starts as the direction was drawn.
    /// </summary>
    LengthsOfPrevious,
}

/// <summary>The starting values of one parameter: which distribution, and its numbers.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Scale">
/// The constant itself for <see cref="InitializationKind.Constant"/>; the standard deviation for
/// <see cref="InitializationKind.Normal"/>; the factor in front of the root for the other two: 1 for a plain Xavier,
/// √2 for Kaiming before ReLU (its gain).
/// </param>
/// <param name="FanIn">How many inputs feed one output; used by Xavier and Kaiming.</param>
/// <param name="FanOut">How many outputs one input feeds; used by Xavier.</param>
/// <remarks>
/// <list type="bullet">
/// <item><description><see cref="InitializationKind.XavierUniform"/>: U(−b, b), b = Scale·√(6 / (FanIn + FanOut)).
/// X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
/// equation 16.</description></item>
/// <item><description><see cref="InitializationKind.KaimingUniform"/>: U(−b, b), b = Scale·√(3 / FanIn), so that the
/// variance is Scale² / FanIn. K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015,
/// equation 10.</description></item>
/// </list>
/// </remarks>
public readonly record struct Initialization(InitializationKind Kind, float Scale, int FanIn, int FanOut)
{
    /// <summary>
    /// The position along the first axis at which every value is 0, such as the vector of padding; null if there is none.
    /// </summary>
    public int? ZeroRow { get; init; }
}
