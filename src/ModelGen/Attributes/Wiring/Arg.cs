using System.ComponentModel;

namespace ModelGen;

/// <summary>
/// The integer arguments of a block. Inside a class marked with <see cref="BlockAttribute"/>, an integer argument of a
/// layer may be <see cref="A"/>, <see cref="B"/>, …; where the block is used, <c>[Use&lt;Branch&gt;(64, 2)]</c>, A
/// becomes the first argument, B the second, and so on.
/// </summary>
/// <remarks>
/// The constants are stand-ins from the lower end of <see cref="int"/>, where no size, count or stride lies: argument
/// i, from 0, is <c>int.MinValue + i</c>. Do not calculate with them. Outside a block they are a diagnostic.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// [Block]
/// [Dense(Arg.A), Relu, Dense(Arg.B)]
/// partial class Bottleneck;
///
/// [Use<Bottleneck>(16, 64)]                               // Dense(16), Relu, Dense(64)
/// ]]></code>
/// </example>
public static class Arg
{
    /// <summary>The first argument of the block.</summary>
    public const int A = int.MinValue;

    /// <summary>The second argument of the block.</summary>
    public const int B = int.MinValue + 1;

    /// <summary>The third argument of the block.</summary>
    public const int C = int.MinValue + 2;

    /// <summary>The fourth argument of the block.</summary>
    public const int D = int.MinValue + 3;

    /// <summary>The fifth argument of the block.</summary>
    public const int E = int.MinValue + 4;

    /// <summary>The sixth argument of the block.</summary>
    public const int F = int.MinValue + 5;

    /// <summary>The seventh argument of the block.</summary>
    public const int G = int.MinValue + 6;

    /// <summary>The eighth argument of the block.</summary>
    public const int H = int.MinValue + 7;

    /// <summary>The number of arguments a block can have.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public const int Count = 8;
}
