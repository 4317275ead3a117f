namespace DigiOne.Outreach.Drill;

/// <summary>Where in its life a process is hit.</summary>
internal enum KillPoint
{
    /// <summary>At a random moment while it sends.</summary>
    Anywhen,

    /// <summary>While its server has some of a message's body.</summary>
    BeforeDot,

    /// <summary>When its server has the message and has not replied.</summary>
    AfterDot,

    /// <summary>In the instant of the reply, before the outcome can be committed.</summary>
    AfterReply,

    /// <summary>While it starts.</summary>
    StartUp,

    /// <summary>Put to sleep until its leases have ended, and woken up.</summary>
    Sleep,
}
